package dev.tieline.e2e.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.client.TielineClient;
import dev.tieline.e2e.Node;
import dev.tieline.e2e.Workplace;
import dev.tieline.e2e.operators.OperatorTrial.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node computes what ONNX says that operators compute. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OperatorConformanceIT {
    private static final Path PAGE = Path.of("../docs/operators.md");
    private static final Path LIST = Path.of("src/test/resources/operators/excluded.txt");
    /** What Debian and others have of a locale that needs no package. */
    private static final Path ANY_LOCALE = Path.of("/usr/lib/locale/C.utf8");

    private static final Workplace PLACE = Workplace.make("operators");

    private static Exclusions exclusions;
    private static List<Result> results;

    @BeforeAll
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    static void tryAllCases() throws Exception {
        exclusions = Exclusions.read(Files.readString(LIST));
        var cases = OperatorData.read();
        var cards = Files.createDirectories(PLACE.folder().resolve("cards"));
        var locales = makeLocale();
        var node = new Node(PLACE, "clinic-berlin/gw-1", List.of(), "--local", "--catalog=" + cards)
                .within(program -> program.withEnvironment("LOCPATH", locales.toString()))
                .launch()
                .awaitReady();
        try (var client = TielineClient.builder(node.endpoint())
                        .deadline(Duration.ofMinutes(1))
                        .build();
                var relay = GrpcRelay.to(node.endpoint(), PLACE.folder().resolve("logs/relay.log"))) {
            var trial = new OperatorTrial(client, relay, cards, PLACE.store(), exclusions);
            results = new ArrayList<>();
            for (var one : cases) {
                results.add(trial.run(one));
            }
        }
        PLACE.write(
                "results.txt",
                String.join("\n", results.stream().map(Result::toString).toList()));
    }

    @AfterAll
    static void stop() {
        PLACE.close();
    }

    @Test
    void shouldAnswerEveryCaseAsOnnxExpectsOrAsTheListSays() {
        var otherwise = results.stream()
                .filter(result ->
                        result.outcome() != exclusions.expected(result.tried().name()))
                .toList();

        assertThat(otherwise)
                .as("cases that came out otherwise than %s says", LIST)
                .isEmpty();
    }

    @Test
    void shouldExcludeNoCaseThatThereIsNot() {
        var excluded = new HashSet<>(exclusions.all().keySet());

        results.forEach(result -> excluded.remove(result.tried().name()));

        assertThat(excluded).isEmpty();
    }

    @Test
    void shouldSayOnItsPageWhatCameOut() throws IOException {
        var page = new OperatorReport(results, exclusions, runtimeVersion()).toString();
        var written = PLACE.write("operators.md", page);

        assertThat(PAGE)
                .as("the page that tells the results. Maybe copy %s there", written)
                .hasContent(page);
    }

    /** StringNormalizer's own, which a machine need not have. @return where locales are found */
    private static Path makeLocale() throws IOException {
        if (!Files.isDirectory(ANY_LOCALE)) {
            throw new IllegalStateException("There is no " + ANY_LOCALE
                    + ", of which this test makes the locale of its node. Maybe install the package libc-bin.");
        }
        var locales = PLACE.folder().resolve("locales");
        var locale = Files.createDirectories(locales.resolve("en_US.UTF-8"));
        try (var files = Files.walk(ANY_LOCALE)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = locale.resolve(ANY_LOCALE.relativize(file));
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy);
            }
        }
        return locales;
    }

    private static String runtimeVersion() throws IOException {
        var prefix = "com.microsoft.onnxruntime.onnxruntime-";
        try (var jars = Files.newDirectoryStream(
                Objects.requireNonNull(Workplace.NODE.getParent()).resolve("lib/main"), prefix + "*.jar")) {
            var jar =
                    Objects.requireNonNull(jars.iterator().next().getFileName()).toString();
            return jar.substring(prefix.length(), jar.length() - ".jar".length());
        }
    }
}
