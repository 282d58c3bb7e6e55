package dev.tieline.edge.reconcile;

import static dev.tieline.edge.reconcile.ReconcilingNode.SIMPLE_FILE;
import static dev.tieline.edge.reconcile.ReconcilingNode.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.Cards;
import dev.tieline.models.ModelRef;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts again, without any network. */
class ReconcilerRestartTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/blobs");
    private static final String SIMPLE = Cards.simple("simple@1");
    private static final String OTHER = Cards.simple("other@1");

    @TempDir
    Path folder;

    @Test
    void shouldLoadAtStartWhatWasDesiredLastWithoutAnyServer() {
        try (var shelf = Shelf.start();
                var before = new ReconcilingNode(folder).start()) {
            shelf.put("simple.onnx", SIMPLE_FILE);
            shelf.putCard(SIMPLE);
            before.desire(7, shelf.base(), SIMPLE);
            before.awaitReady("simple@1");
        }
        try (var again = new ReconcilingNode(folder)) {
            again.restore();

            assertThat(run(again.session("simple"))).isEqualTo(2);
            again.proceed();
            again.awaitReady("simple@1");
            assertThat(again.reports().getLast().observedGeneration()).isEqualTo(7);
        }
    }

    @Test
    void shouldLoadAllThatIsThereAndReportWhatIsNot() throws IOException {
        try (var node = new ReconcilingNode(folder).stored(SIMPLE)) {
            Files.writeString(
                    node.desiredFile(),
                    PaperNode.desired(Cards.withWrongGolden(OTHER), Cards.simple("absent@1"), SIMPLE)
                            .toJson());
            node.stored(Cards.withWrongGolden(OTHER));

            node.restore();

            assertThat(node.registry.held()).containsOnlyKeys(ModelRef.of("simple@1"));
            node.proceed();
            assertThat(node.awaitFailed("other@1")).contains("golden sample");
            assertThat(node.awaitFailed("absent@1")).contains("card.yaml");
            node.awaitReady("simple@1");
        }
    }

    @Test
    void shouldNotLoadAgainWhatTheProcessBeforeDiedOf() throws IOException {
        try (var node = new ReconcilingNode(folder).stored(SIMPLE).stored(OTHER)) {
            Files.writeString(
                    node.desiredFile(), PaperNode.desired(SIMPLE, OTHER).toJson());
            new LoadingNote(folder.resolve("loading"))
                    .begin(Cards.artifact(SIMPLE).digest());

            node.start();

            node.awaitReady("other@1");
            assertThat(node.awaitFailed("simple@1")).contains("the node died while it was being loaded");
            assertThat(node.registry.held()).containsOnlyKeys(ModelRef.of("other@1"));

            node.desire(PaperNode.desired(SIMPLE).generation() + 1, NOWHERE, SIMPLE, OTHER);

            node.awaitReady("simple@1");
            assertThat(folder.resolve("loading")).doesNotExist();
        }
    }

    @Test
    void shouldNotGoBackToAnOlderGenerationAfterARestart() throws IOException {
        try (var node = new ReconcilingNode(folder).stored(SIMPLE).stored(OTHER)) {
            Files.writeString(
                    node.desiredFile(),
                    PaperNode.desired(SIMPLE).toJson().replace("\"generation\":1", "\"generation\":9"));
            node.start();

            node.desire(8, NOWHERE, OTHER);
            node.desire(10, NOWHERE, SIMPLE);

            node.awaitObserved(10);
            assertThat(node.reports())
                    .allSatisfy(report -> assertThat(report.models()).doesNotContainKey(ModelRef.of("other@1")));
        }
    }

    @Test
    void shouldStartWithADamagedFileAndTakeTheNextState() throws IOException {
        try (var node = new ReconcilingNode(folder).stored(SIMPLE)) {
            Files.writeString(node.desiredFile(), "{\"apiVersion\": \"tieline.dev/des");
            node.start();

            node.desire(1, NOWHERE, SIMPLE);

            node.awaitReady("simple@1");
            assertThat(Files.readString(node.desiredFile())).contains("simple@1");
        }
    }

    @Test
    void shouldServeAlthoughTheStateCannotBeKept() throws IOException {
        try (var node = new ReconcilingNode(folder).stored(SIMPLE).start()) {
            Files.createDirectories(node.desiredFile().resolve("in-the-way"));

            node.desire(1, NOWHERE, SIMPLE);

            node.awaitReady("simple@1");
        }
    }

    @Test
    void shouldKeepTheStateOnceTheDiskTakesIt() throws IOException {
        try (var node = new ReconcilingNode(folder).stored(SIMPLE).start()) {
            var obstacle = Files.createDirectories(node.desiredFile().resolve("in-the-way"));
            node.desire(1, NOWHERE, SIMPLE);
            node.awaitReady("simple@1");

            Files.delete(obstacle);
            Files.delete(node.desiredFile());

            Eventually.until("the state is kept", () -> Files.isRegularFile(node.desiredFile()));
            assertThat(Files.readString(node.desiredFile())).contains("simple@1");
        }
    }
}
