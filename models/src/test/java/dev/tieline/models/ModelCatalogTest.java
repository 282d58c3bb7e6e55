package dev.tieline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.policy.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {

    @Test
    void shouldReadTheSampleModels() {
        var catalog = ModelCatalog.read(TestManifests.CATALOG);

        assertThat(catalog.all())
                .extracting(model -> model.ref().toString())
                .containsExactly("minilm@1", "silero-vad@5", "simple@1");
    }

    @Test
    void shouldFindByNameAndByReference() {
        var catalog = ModelCatalog.read(TestManifests.CATALOG);

        assertThat(catalog.find("minilm")).isPresent().isEqualTo(catalog.find("minilm@1"));
        assertThat(catalog.find("minilm@2")).isEmpty();
        assertThat(catalog.find("")).isEmpty();
    }

    @Test
    void shouldPinTheBytesThatTheGeneratorMakes() {
        var simple = TestManifests.simple().model();

        var bytes = GeneratedModels.bytes("simple");

        assertThat(Digest.ofBytes(bytes)).isEqualTo(simple.digest());
        assertThat(bytes).hasSize((int) simple.size());
    }

    @Test
    void shouldBatchTheStateOfTheVoiceModelAlongItsSecondAxis() {
        var state = TestManifests.catalog("silero-vad").findInput("state").orElseThrow();

        assertThat(state.batchAxis()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTwoCardsOfOneReference(@TempDir Path folder) throws IOException {
        var card = TestManifests.CATALOG.resolve("simple.yaml");
        Files.copy(card, folder.resolve("a.yaml"));
        Files.copy(card, folder.resolve("b.yaml"));

        assertThatThrownBy(() -> ModelCatalog.read(folder))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("b.yaml")
                .hasMessageContaining("another card declares simple@1 too");
    }

    @Test
    void shouldRefuseAFolderThatIsNotThere() {
        assertThatThrownBy(() -> ModelCatalog.read(Path.of("no-such-folder")))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("no-such-folder");
    }
}
