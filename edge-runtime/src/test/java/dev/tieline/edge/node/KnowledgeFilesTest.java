package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which policy bundles a node starts with. */
class KnowledgeFilesTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldTakeBundlesOfSeveralLevels() throws IOException {
        var given = KnowledgeFiles.read(files(bundle("ward", "site", "health"), bundle("acme", "platform", "health")));

        assertThat(given.policy()).extracting(Object::toString).containsExactly("ward version 1", "acme version 1");
    }

    @Test
    void shouldRefuseTwoBundlesOfOneLevel() throws IOException {
        var files = files(bundle("ward", "site", "health"), bundle("clinic", "site", "health"));

        assertThatThrownBy(() -> KnowledgeFiles.read(files))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("there is a bundle of the level site already");
    }

    @Test
    void shouldRefuseBundlesThatDoNotFitThePlatformBesideThem() throws IOException {
        var files = files(bundle("acme", "platform", "health"), bundle("ward", "site", "other"));

        assertThatThrownBy(() -> KnowledgeFiles.read(files))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("1.yaml:")
                .hasMessageContaining("other");
    }

    @Test
    void shouldTakeABundleThatNeedsAPlatformWhichIsNotKnownYet() throws IOException {
        var given = KnowledgeFiles.read(files(bundle("ward", "site", "health")));

        assertThat(given.policy()).singleElement().hasToString("ward version 1");
    }

    @Test
    void shouldRefuseWhatIsNoBundle() throws IOException {
        var files = files("polices: {}\n");

        assertThatThrownBy(() -> KnowledgeFiles.read(files))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("unknown key 'polices'");
    }

    /** A bundle whose rule forbids what has a tag, which only a bundle of the level platform declares. */
    private static String bundle(String id, String level, String tag) {
        return """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: %s, version: 1, level: %s, notBefore: 2026-01-01, expires: 2036-01-01}
                rules: [{id: %s-rule, effect: forbid, for: {tags: [%s]}}]
                """.formatted(id, level, id, tag) + (level.equals("platform") ? "tags: [health]\n" : "");
    }

    private NodeConfig.Knowledge files(String... texts) throws IOException {
        var files = new Path[texts.length];
        for (var i = 0; i < texts.length; i++) {
            files[i] = Files.writeString(folder.resolve(i + ".yaml"), texts[i]);
        }
        return new OnlyPolicies(List.of(files));
    }

    private record OnlyPolicies(List<Path> bundles) implements NodeConfig.Knowledge {
        @Override
        public Optional<Path> sites() {
            return Optional.empty();
        }

        @Override
        public Optional<List<Path>> policy() {
            return Optional.of(bundles);
        }

        @Override
        public Optional<Path> routes() {
            return Optional.empty();
        }
    }
}
