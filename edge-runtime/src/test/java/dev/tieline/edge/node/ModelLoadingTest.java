package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.Cards;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelRef;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoadingTest {
    private static final String CARD = Cards.simple("simple@1");
    private static final String OTHER = Cards.simple("other@3");

    @TempDir
    Path folder;

    private static final DecisionPoint POLICY = World.decisionPoint(World.CLINIC);

    private final ModelRegistry models = new ModelRegistry();

    private record Settings(Optional<List<String>> load, Path catalog, Path store) implements NodeConfig.Models {}

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), OTHER);
        Files.writeString(folder.resolve("b.yaml"), CARD);
        var bytes = GeneratedModels.bytes("simple");
        new ModelStore(folder.resolve("store"))
                .add(Cards.artifact("simple.onnx", bytes), new ByteArrayInputStream(bytes));
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void shouldPinWhatTheConfigurationNamesByTheDigestOfItsCard() {
        ModelLoading.load(settings("simple", "other@3"), models, POLICY, () -> false);

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"), ModelRef.of("other@3"));
        assertThat(models.held().get(ModelRef.of("simple@1")))
                .returns(Cards.artifact(CARD).digest(), ModelRegistry.Held::card)
                .returns(true, ModelRegistry.Held::pinned);
        assertThat(models.held().get(ModelRef.of("other@3")))
                .returns(Cards.artifact(OTHER).digest(), ModelRegistry.Held::card);
    }

    @Test
    void shouldLoadNoMoreOnceTheNodeIsToldToStop() {
        ModelLoading.load(
                settings("simple", "other@3"),
                models,
                POLICY,
                () -> !models.held().isEmpty());

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"));
    }

    @Test
    void shouldLoadTheLastVersionOfAName() throws IOException {
        Files.writeString(folder.resolve("c.yaml"), Cards.simple("simple@2"));

        ModelLoading.load(settings("simple"), models, POLICY, () -> false);

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@2"));
        assertThat(models.held().get(ModelRef.of("simple@2")))
                .returns(Cards.artifact(Cards.simple("simple@2")).digest(), ModelRegistry.Held::card);
    }

    @Test
    void shouldNotStartWithAModelThatTheCatalogueLacks() {
        assertThatThrownBy(() -> ModelLoading.load(settings("absent"), models, POLICY, () -> false))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("no model 'absent'. It has: other@3, simple@1");
    }

    @Test
    void shouldSayWhichCatalogueCannotBeRead() {
        var absent = folder.resolve("absent");

        assertThatThrownBy(() -> ModelLoading.load(
                        new Settings(Optional.of(List.of("simple")), absent, folder), models, POLICY, () -> false))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be read as a folder of model cards")
                .hasMessageContaining(absent.toString());
    }

    @Test
    void shouldNotStartWithAModelThatFailsItsGoldenSample() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), Cards.withWrongGolden(CARD));

        assertThatThrownBy(() -> ModelLoading.load(settings("simple"), models, POLICY, () -> false))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("golden sample");
        assertThat(models.memoryBytes()).isZero();
    }

    private Settings settings(String... load) {
        return new Settings(Optional.of(List.of(load)), folder, folder.resolve("store"));
    }

    @Test
    void shouldLeaveOutWhatPolicyForbidsAndLoadTheOthers() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), Cards.with(CARD, "trainedOn: {class: special, tags: [health]}"));
        var policy = World.decisionPoint(
                World.CLINIC, World.with("{id: r, effect: forbid, for: {tags: [health], action: [deploy-model]}}"));

        ModelLoading.load(settings("simple", "other@3"), models, policy, () -> false);

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("other@3"));
    }

    @Test
    void shouldRememberWhatTheCatalogueSaidOfTheWeights() throws IOException {
        Files.writeString(folder.resolve("b.yaml"), Cards.with(CARD, "derivedFrom: [other@3]"));
        Files.writeString(folder.resolve("a.yaml"), Cards.with(OTHER, "trainedOn: {class: special}"));

        ModelLoading.load(settings("simple"), models, POLICY, () -> false);

        assertThat(models.held().get(ModelRef.of("simple@1")))
                .returns(DataLabel.of(DataClass.SPECIAL), ModelRegistry.Held::label);
    }
}
