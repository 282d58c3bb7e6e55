package dev.tieline.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store in a process of its own, which is killed in the middle of writing. */
class KilledStoreTest {
    private static final Pattern APPLIED = Pattern.compile("applied (\\d+)");

    @TempDir
    Path home;

    /** Applies ever higher versions of the site book and tells each that was taken. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            var book = Samples.text(Samples.SITES);
            try (var store = ResourceStore.open(Path.of(arguments[0]))) {
                for (var version = 1; ; version++) {
                    store.apply("s", Samples.utf8(book.replace("version: 1", "version: " + version)));
                    System.out.println("applied " + version);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40})
    void shouldHoldEverythingThatItAnsweredForWhenItWasKilled(int answers) throws Exception {
        var writer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var taken = 0L;
        try (var lines = writer.inputReader()) {
            while (taken < answers) {
                taken = version(lines.readLine(), taken);
            }
            writer.toHandle().destroyForcibly();
            writer.waitFor();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                taken = version(line, taken);
            }
        }

        try (var store = ResourceStore.open(home)) {
            assertThat(store.skipped()).isEmpty();
            var book = store.declared().sites();
            assertThat(book).isNotNull();
            assertThat(book.version()).isBetween(taken, taken + 1);
            assertThat(new String(store.text(Kind.SITES, "sites").orElseThrow(), StandardCharsets.UTF_8))
                    .isEqualTo(Samples.text(Samples.SITES).replace("version: 1", "version: " + book.version()));
        }
    }

    // The log writes to the same stream.
    private static long version(@Nullable String line, long before) {
        assertThat(line).as("the writer's output after version %d", before).isNotNull();
        var said = APPLIED.matcher(line);
        return said.matches() ? Long.parseLong(said.group(1)) : before;
    }

    @Test
    void shouldGiveItsHomeFreeWhenItIsClosed() {
        ResourceStore.open(home).close();

        try (var again = ResourceStore.open(home)) {
            assertThat(again.declared()).isEqualTo(Declared.NOTHING);
        }
    }
}
