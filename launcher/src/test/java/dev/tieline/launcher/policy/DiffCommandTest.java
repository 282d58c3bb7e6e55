package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary)
                .with("old.yaml", PolicyFolder.EU)
                .with(
                        "new.yaml",
                        PolicyFolder.EU.replace("version: 3", "version: 4").replace("[CN]", "[CH]"));
    }

    private static String record(String dataClass, String country) {
        return "{\"seq\":1,\"request\":" + PolicyFolder.request(dataClass, country) + ",\"hash\":\"00\"}\n";
    }

    @Test
    void shouldTellWhichRecordedDecisionsFlipAndWhy() {
        folder.with("audit.jsonl", record("personal", "FR") + record("personal", "CH") + record("public", "CN"));

        var run = folder.run("diff old.yaml new.yaml --replay audit.jsonl");

        assertThat(run.out()).isEqualTo("""
                permit -> deny  audit.jsonl:2
                  before: PERMIT infer personal -> worker: rule personal-in-adequate permits it
                  after:  DENY infer personal -> worker: rule never-china forbids it at hop 2 (process worker: country CH, needs other than CH)
                deny -> permit  audit.jsonl:3
                  before: DENY infer public -> worker: rule never-china forbids it at hop 2 (process worker: country CN, needs other than CN)
                  after:  PERMIT infer public -> worker: public is allowed by default
                3 asked, 2 flip: 1 permit -> deny, 1 deny -> permit
                """);
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldSayThatNothingFlips() {
        folder.with("audit.jsonl", record("personal", "FR") + "{\"checkpoint\":1}\n");
        folder.with("cases.yaml", PolicyFolder.cases("personal IS permit"));

        var run = folder.run("diff old.yaml new.yaml --replay audit.jsonl --cases cases.yaml");

        assertThat(run.out()).isEqualTo("2 asked (and 1 line without a request), nothing flips\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldTellProgramsOfBothAnswers() {
        folder.with("cases.yaml", PolicyFolder.cases("personal CH permit", "personal FR permit"));

        var run = folder.run("diff --cases cases.yaml old.yaml new.yaml -o json");

        var json = YamlReader.read("json", run.out()).asMap();
        var flip = json.list("flips").maps().getFirst();
        assertThat(flip.string("name")).isEqualTo("personal CH permit");
        assertThat(flip.map("before").map("bundle").integer("version")).isEqualTo(3);
        assertThat(flip.map("after").map("bundle").integer("version")).isEqualTo(4);
        assertThat(flip.map("after").string("decidingRule")).isEqualTo("never-china");
        assertThat(json.integer("asked")).isEqualTo(2);
        assertThat(json.integer("permitToDeny")).isEqualTo(1);
        assertThat(json.integer("denyToPermit")).isZero();
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldAskBothWithTheOtherLevelsBesideThem() {
        folder.with("site.yaml", """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: berlin, version: 1, level: site, notBefore: 2026-01-01, expires: 2036-01-01}
                rules: [{id: stay-in-germany, effect: forbid, hops: {any: {country: {not: [DE]}}}}]
                """);
        folder.with("cases.yaml", PolicyFolder.cases("personal CH permit"));

        var run = folder.run("diff old.yaml new.yaml --with site.yaml --cases cases.yaml");

        assertThat(run.out()).isEqualTo("1 asked, nothing flips\n");
    }

    @Test
    void shouldRefuseWhereNothingIsAsked() {
        folder.with("audit.jsonl", "").with("other.jsonl", "{}\n{}\n");

        assertThat(folder.run("diff old.yaml new.yaml").code()).isEqualTo(2);
        var empty = folder.run("diff old.yaml new.yaml --replay audit.jsonl");
        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err())
                .isEqualTo("tieline: there is nothing to ask: no case and no recorded decision. Maybe name a file with"
                        + " --cases or --replay\n");
        var other = folder.run("diff old.yaml new.yaml --replay other.jsonl");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("none of the 2 lines has a request");
    }

    @Test
    void shouldNameTheRecordThatCannotBeRead() {
        folder.with("audit.jsonl", record("personal", "FR") + "{\"request\":{\"action\":\"infer\"}}\n");

        var run = folder.run("diff old.yaml new.yaml --replay audit.jsonl");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("tieline: audit.jsonl:2: request: needs the key 'label', and it is missing\n");
    }
}
