package dev.tieline.cloud.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Samples;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.ChoiceState;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementDecision.Idle;
import dev.tieline.cloud.placement.PlacementDecision.Placed;
import dev.tieline.cloud.placement.PlacementDecision.Unplaceable;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Rejection;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionLogTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ModelRef MODEL = ModelRef.of("minilm@1");
    private static final NodeAddress FRANKFURT = NodeAddress.of("eu-central/fra-1");
    private static final NodeAddress VIRGINIA = NodeAddress.of("us-east/iad-1");
    private static final PolicySet BUNDLE = PolicySetReader.read(Samples.POLICY);

    @TempDir
    Path home;

    private Path file;
    private DecisionLog log;

    @BeforeEach
    void open() {
        file = home.resolve("decisions.jsonl");
        log = DecisionLog.open(file);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void shouldTellWhatWasDecidedAndWhy() {
        var written = log.record(NOON, plan(placed("a", 80)), BUNDLE);

        assertThat(written).isEqualTo(1);
        assertThat(log.newest(10, Optional.empty())).containsExactly("""
                {"at":"2026-11-22T12:00:00Z","deployment":"a","model":"minilm@1","outcome":"placed","reason":null,\
                "chosen":[{"node":"eu-central/fra-1","state":"new","total":80,"scores":{"cost":70,"load":90}}],\
                "refusals":[{"filter":"policy","rule":"personal-in-eea","nodes":1}],\
                "rejected":[{"node":"us-east/iad-1","filter":"policy","reason":"personal may not go to US-VA",\
                "rule":"personal-in-eea","hop":{"number":2,"role":"process","site":"us-east"},"actual":"US-VA",\
                "expected":"EEA"}],"bundles":[{"id":"acme-eu","version":1}]}""");
    }

    @Test
    void shouldWriteADecisionOnlyWhenItChanged() {
        log.record(NOON, plan(placed("a", 80)), BUNDLE);

        assertThat(log.record(NOON, plan(placed("a", 75)), BUNDLE)).isZero();
        assertThat(log.record(NOON, plan(new Idle("a", MODEL, "nobody asked")), BUNDLE))
                .isEqualTo(1);
        assertThat(log.record(NOON, plan(new Idle("a", MODEL, "nobody asked for 2 h")), BUNDLE))
                .isZero();
        assertThat(log.record(NOON, plan(new Unplaceable("a", MODEL, "no node", List.of())), null))
                .isEqualTo(1);
        assertThat(log.record(NOON, plan(new Unplaceable("a", MODEL, "no node", List.of())), BUNDLE))
                .as("another bundle")
                .isEqualTo(1);
    }

    @Test
    void shouldNotWriteADecisionAgainBecauseNodesComeAndGo() {
        log.record(NOON, plan(refused(node(1), node(2))), BUNDLE);

        assertThat(log.record(NOON, plan(refused(node(2))), BUNDLE)).isZero();
        assertThat(log.record(NOON, plan(refused(node(2), silent(3))), BUNDLE)).isZero();
        assertThat(log.record(NOON, plan(refused(node(3), silent(1), silent(2))), BUNDLE))
                .isZero();
        reopen();
        assertThat(log.record(NOON, plan(refused(node(2), silent(1))), BUNDLE)).isZero();
    }

    @Test
    void shouldWriteADecisionAgainWhenNodesAreRefusedForAnotherReason() {
        log.record(NOON, plan(refused(node(1))), BUNDLE);

        assertThat(log.record(NOON, plan(refused(rejection(1, "policy", "other-rule"))), BUNDLE))
                .isEqualTo(1);
        assertThat(log.record(NOON, plan(refused(rejection(1, "memory", null))), BUNDLE))
                .isEqualTo(1);
        assertThat(log.record(NOON, plan(refused(silent(1))), BUNDLE)).isEqualTo(1);
    }

    @Test
    void shouldNameAHundredOfManyNodesAndOneOfEveryRefusal() {
        var rejections = new ArrayList<Rejection>();
        for (var i = 0; i < 10_000; i++) {
            rejections.add(node(i));
        }
        rejections.add(silent(10_000));
        rejections.add(rejection(10_001, "memory", null));

        log.record(NOON, plan(refused(rejections.toArray(Rejection[]::new))), BUNDLE);

        var line = log.newest(1, Optional.empty()).getFirst();
        assertThat(line).hasSizeLessThan(20_000).contains("""
                "refusals":[{"filter":"freshness","rule":null,"nodes":1},{"filter":"memory","rule":null,"nodes":1},\
                {"filter":"policy","rule":"personal-in-eea","nodes":10000}]""", "us-east/n-10000", "us-east/n-10001");
        assertThat(line.split("\"node\":", -1)).hasSize(101);
    }

    @Test
    void shouldNotTakeALineOfAnotherFormForTheLastDecision() throws IOException {
        Files.writeString(file, "{\"deployment\":\"a\",\"outcome\":\"placed\",\"model\":\"minilm@1\",\"chosen\":[]}\n");

        reopen();

        assertThat(log.record(NOON, plan(placed("a", 1)), BUNDLE)).isEqualTo(1);
        assertThat(log.newest(10, Optional.empty())).hasSize(2);
    }

    @Test
    void shouldTellTheNewestFirst() {
        for (var i = 0; i < 5; i++) {
            log.record(NOON.plusSeconds(i), plan(i % 2 == 0 ? placed("a", 1) : new Idle("a", MODEL, "idle")), BUNDLE);
        }

        assertThat(log.newest(2, Optional.empty()))
                .satisfiesExactly(
                        line -> assertThat(line).contains("12:00:04Z", "placed"),
                        line -> assertThat(line).contains("12:00:03Z", "\"reason\":\"idle\""));
    }

    @Test
    void shouldTellOfOneDeployment() {
        log.record(NOON, plan(placed("a", 1), new Idle("b", MODEL, "the deployment a has it")), BUNDLE);

        assertThat(log.newest(10, Optional.of("b"))).singleElement().asString().contains("\"deployment\":\"b\"");
        assertThat(log.newest(10, Optional.of("c"))).isEmpty();
    }

    @Test
    void shouldTellThatADeploymentIsGone() {
        log.record(NOON, plan(placed("a", 1)), BUNDLE);

        assertThat(log.record(NOON, plan(), BUNDLE)).isEqualTo(1);
        assertThat(log.record(NOON, plan(), BUNDLE)).isZero();
        assertThat(log.newest(1, Optional.of("a")))
                .containsExactly(
                        "{\"at\":\"2026-11-22T12:00:00Z\",\"deployment\":\"a\",\"outcome\":\"removed\",\"chosen\":[]}");
    }

    @Test
    void shouldNotWriteTheSameDecisionAgainAfterARestart() {
        log.record(NOON, plan(placed("a", 1), new Idle("b", MODEL, "x")), BUNDLE);
        log.record(NOON, plan(placed("a", 1)), BUNDLE);

        reopen();

        assertThat(log.record(NOON, plan(placed("a", 2)), BUNDLE)).isZero();
        assertThat(log.newest(10, Optional.empty())).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"at\":\"2026", "no newline at all"})
    void shouldCutALineThatAKilledProcessLeftUnfinished(String torn) throws IOException {
        log.record(NOON, plan(placed("a", 1)), BUNDLE);
        var whole = Files.size(file);
        Files.writeString(file, torn + "x".repeat(70_000), StandardOpenOption.APPEND);

        reopen();

        assertThat(Files.size(file)).isEqualTo(whole);
        log.record(NOON, plan(new Idle("a", MODEL, "x")), BUNDLE);
        assertThat(log.newest(10, Optional.empty())).hasSize(2);
    }

    @Test
    void shouldPassOverALineThatIsDamaged() throws IOException {
        log.record(NOON, plan(placed("a", 1)), BUNDLE);
        Files.writeString(file, "{\"deployment\":\"a\"\n{\"deployment\":\"a\"} {}\n[]\n", StandardOpenOption.APPEND);

        reopen();

        assertThat(log.newest(10, Optional.empty())).hasSize(1);
    }

    /** Found by fuzzing: one such byte, which a disk may make, kept the controller from its start. */
    @Test
    void shouldPassOverALineThatIsNoText() throws IOException {
        log.record(NOON, plan(placed("a", 1)), BUNDLE);
        Files.write(file, new byte[] {'{', (byte) 0xc3, 'x', '}', '\n'}, StandardOpenOption.APPEND);

        reopen();

        assertThat(log.newest(10, Optional.empty())).hasSize(1);
    }

    @Test
    void shouldTryAgainWithTheNextPlanWhatWasNotTaken() {
        log.close();
        assertThat(log.record(NOON, plan(placed("a", 1)), BUNDLE))
                .as("written to a closed file")
                .isZero();

        log = DecisionLog.open(file);

        assertThat(log.record(NOON, plan(placed("a", 1)), BUNDLE)).isEqualTo(1);
        assertThat(log.newest(10, Optional.empty())).hasSize(1);
    }

    @Test
    void shouldKeepTwoFilesOfBoundedSize() throws IOException {
        log.close();
        log = DecisionLog.open(file, 2_000);

        for (var i = 0; i < 100; i++) {
            log.record(NOON.plusSeconds(i), plan(i % 2 == 0 ? placed("a", 1) : new Idle("a", MODEL, "idle")), BUNDLE);
        }

        try (var files = Files.list(home)) {
            assertThat(files).hasSize(2).allSatisfy(each -> assertThat(each).isNotEmptyFile());
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(2_000);
        assertThat(Files.size(home.resolve("decisions.jsonl.1"))).isBetween(1_500L, 2_000L);
        assertThat(log.newest(1_000, Optional.empty()))
                .hasSizeGreaterThan(8)
                .first()
                .asString()
                .contains("12:01:39Z");
    }

    @Test
    void shouldGoOnAfterARotationThatTheDiskRefused() throws IOException {
        log.close();
        log = DecisionLog.open(file, 300);
        log.record(NOON, plan(placed("a", 1)), BUNDLE);
        var obstacle = Files.createDirectories(home.resolve("decisions.jsonl.1/in-the-way"));
        assertThat(log.record(NOON, plan(new Idle("a", MODEL, "idle")), BUNDLE)).isZero();
        Files.delete(obstacle);
        Files.delete(home.resolve("decisions.jsonl.1"));

        var written = log.record(NOON.plusSeconds(1), plan(new Idle("a", MODEL, "idle")), BUNDLE);

        assertThat(written).isOne();
        assertThat(log.newest(10, Optional.empty())).hasSize(2);
    }

    private void reopen() {
        log.close();
        log = DecisionLog.open(file);
    }

    private static PlacementPlan plan(PlacementDecision... decisions) {
        var byName = new TreeMap<String, PlacementDecision>();
        for (var decision : decisions) {
            byName.put(decision.deployment(), decision);
        }
        return new PlacementPlan(byName, new TreeMap<>());
    }

    private static Unplaceable refused(Rejection... rejections) {
        return new Unplaceable("a", MODEL, "none can take it", List.of(rejections));
    }

    private static Rejection node(int number) {
        return rejection(number, "policy", "personal-in-eea");
    }

    private static Rejection silent(int number) {
        return rejection(number, "freshness", null);
    }

    private static Rejection rejection(int number, String filter, @Nullable String rule) {
        return new Rejection(
                NodeAddress.of("us-east/n-" + number),
                filter,
                "it may not, number " + number,
                rule == null ? null : misfit(rule));
    }

    private static Misfit misfit(String rule) {
        var virginia = Hop.process(SiteFacts.unknown("us-east"));
        return new Misfit(rule, new Misfit.At(2, virginia), "hops.process.country", "US-VA", "EEA");
    }

    private static Placed placed(String deployment, int total) {
        return new Placed(
                deployment,
                MODEL,
                List.of(new Choice(
                        FRANKFURT,
                        total,
                        new TreeMap<>(Map.of("load", total + 10, "cost", total - 10)),
                        ChoiceState.NEW)),
                List.of(new Rejection(VIRGINIA, "policy", "personal may not go to US-VA", misfit("personal-in-eea"))));
    }
}
