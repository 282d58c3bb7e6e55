package dev.tieline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.document.DocumentException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelManifestReaderTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);
    private static final String CARD = """
            apiVersion: tieline.dev/model/v1
            model: toy@3
            description: Adds one.
            licence: MIT
            source:
              npm: {name: "@acme/toy", version: 1.2.3, digest: "%1$s"}
            file: {entry: package/toy.onnx, digest: "%1$s", size: 100}
            assets:
              words: {entry: package/words.json, digest: "%1$s", size: 7}
            inputs:
              - {name: x, type: FP32, shape: [-1, 2], batch_axis: 0}
            outputs:
              - {name: y, type: FP32, shape: [-1, 2], batch_axis: 0}
            memory: 4096
            label: {class: personal, tags: [health]}
            golden:
              inputs:
                - {name: x, shape: [2, 2], repeat: [1, 2.5]}
              outputs:
                - {name: y, shape: [2, 2], head: [2, 3.5]}
              tolerance: 0.001
            """.formatted(DIGEST);

    @Test
    void shouldReadEveryKeyOfACard() {
        var manifest = ModelManifestReader.read("toy.yaml", CARD);

        assertThat(manifest.ref()).hasToString("toy@3");
        assertThat(manifest.licence()).isEqualTo("MIT");
        assertThat(manifest.source()).isEqualTo(new PackageSource.Npm("@acme/toy", "1.2.3", Digest.of(DIGEST)));
        assertThat(manifest.model()).isEqualTo(new Artifact("package/toy.onnx", Digest.of(DIGEST), 100));
        assertThat(manifest.assets()).containsOnlyKeys("words");
        assertThat(manifest.artifacts()).hasSize(2);
        assertThat(manifest.inputs()).containsExactly(new TensorSpec("x", DataType.FP32, Shape.of(-1, 2), 0));
        assertThat(manifest.memoryBytes()).isEqualTo(4096);
        assertThat(manifest.label().dataClass()).isEqualTo(DataClass.PERSONAL);
        assertThat(manifest.label().tags()).containsExactly("health");
        assertThat(manifest.golden().inputs().getFirst().values()).containsExactly(1.0, 2.5, 1.0, 2.5);
        assertThat(manifest.golden().outputs().getFirst().values()).containsExactly(2.0, 3.5);
        assertThat(manifest.batchable()).isTrue();
    }

    @Test
    void shouldReadTheOtherSources() {
        var maven = ModelManifestReader.read(
                "a",
                CARD.replaceAll(
                        "npm: .*", "maven: {group: g, artifact: a, version: 1.0-x, digest: \"" + DIGEST + "\"}"));
        var generated = ModelManifestReader.read("a", CARD.replaceAll("npm: .*", "generated: toy"));

        assertThat(maven.source()).isEqualTo(new PackageSource.Maven("g", "a", "1.0-x", Digest.of(DIGEST)));
        assertThat(generated.source()).isEqualTo(new PackageSource.Generated("toy"));
    }

    @Test
    void shouldReadTextsOfAModelOfTexts() {
        var card = CARD.replace("FP32", "BYTES")
                .replace("repeat: [1, 2.5]", "texts: [a, b, c, d]")
                .replace("head: [2, 3.5]", "texts: [e]");

        var manifest = ModelManifestReader.read("toy.yaml", card);

        assertThat(manifest.golden().inputs().getFirst().texts()).containsExactly("a", "b", "c", "d");
        assertThat(manifest.golden().outputs().getFirst().texts()).containsExactly("e");
    }

    @Test
    void shouldReadAGoldenSampleThatIsNotOfFiniteNumbers() {
        var card = CARD.replace("repeat: [1, 2.5]", "repeat: [.nan, -.inf]").replace("head: [2, 3.5]", "head: [.inf]");

        var manifest = ModelManifestReader.read("toy.yaml", card);

        assertThat(manifest.golden().inputs().getFirst().values())
                .startsWith(Double.NaN, Double.NEGATIVE_INFINITY)
                .hasSize(4);
        assertThat(manifest.golden().outputs().getFirst().values()).containsExactly(Double.POSITIVE_INFINITY);
    }

    @Test
    void shouldReadAGoldenSampleWithoutElements() {
        var card = CARD.replace("shape: [2, 2], repeat: [1, 2.5]", "shape: [0, 2], values: []")
                .replace("shape: [2, 2], head: [2, 3.5]", "shape: [0, 2], head: []");

        var manifest = ModelManifestReader.read("toy.yaml", card);

        assertThat(manifest.golden().inputs().getFirst().size()).isZero();
        assertThat(manifest.golden().outputs().getFirst().shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void shouldReadAModelWithoutInputs() {
        var card = CARD.replaceFirst("inputs:\n.*\n", "inputs: []\n").replaceFirst("  inputs:\n.*\n", "  inputs: []\n");

        var manifest = ModelManifestReader.read("toy.yaml", card);

        assertThat(manifest.inputs()).isEmpty();
        assertThat(manifest.batchable()).isFalse();
    }

    @Test
    void shouldReadWhatAModelIsGivenWhatItWasTrainedOnAndWhereItComesFrom() {
        var card = CARD.replace("memory: 4096", """
                memory: 4096
                inputLabel: {class: special}
                trainedOn: {class: internal, tags: [images]}
                derivedFrom: [base@1, other@2.0]""");

        var labels = ModelManifestReader.read("toy.yaml", card).labels();

        assertThat(labels.request()).hasToString("special [health]");
        assertThat(labels.weights()).hasToString("personal [health, images]");
        assertThat(labels.derivedFrom()).containsExactly(ModelRef.of("base@1"), ModelRef.of("other@2.0"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "model/v1",
                        "model/v2",
                        "toy.yaml:1: apiVersion: needs 'tieline.dev/model/v1', and this is 'tieline.dev/model/v2'"),
                Arguments.of("apiVersion: tieline.dev/model/v1\n", "", "needs the key 'apiVersion', and it is missing"),
                Arguments.of("licence: MIT", "license: MIT", "toy.yaml:4: license: unknown key 'license'"),
                Arguments.of("memory: 4096", "", "needs the key 'memory', and it is missing"),
                Arguments.of("memory: 4096", "memory: 0", "needs memory of at least 1 byte, and it declares 0"),
                Arguments.of("toy@3", "toy", "toy.yaml:2: model: 'toy' is not a model reference"),
                Arguments.of("type: FP32", "type: FLOAT", "unknown data type 'FLOAT'. Legal here: [BOOL, UINT8"),
                Arguments.of("class: personal", "class: private", "unknown data class 'private'"),
                Arguments.of("memory: 4096", "memory: 4096\ntrainedOn: {class: secret}", "unknown data class 'secret'"),
                Arguments.of("memory: 4096", "memory: 4096\nderivedFrom: []", "needs at least one item"),
                Arguments.of("memory: 4096", "memory: 4096\nderivedFrom: [base]", "'base' is not a model reference"),
                Arguments.of("memory: 4096", "memory: 4096\nderivedFrom: [a@1, a@1]", "names a@1 twice"),
                Arguments.of(
                        "size: 100", "size: 0", "toy.yaml:7: file: the artifact package/toy.onnx needs at least 1"),
                Arguments.of("size: 100", "size: many", "toy.yaml:7: file.size: needs an integer"),
                Arguments.of("sha256:0a", "sha256:0A", "is not a SHA-256 digest"),
                Arguments.of("  npm:", "  pypi:", "unknown key 'pypi'. Legal here: maven, npm, generated"),
                Arguments.of(
                        "shape: [-1, 2], batch_axis: 0", "shape: [-2, 2]", "inputs[0].shape: a dimension is at least"),
                Arguments.of("batch_axis: 0", "batch_axis: 1", "inputs[0]: the tensor 'x' has the batch axis 1"),
                Arguments.of("repeat: [1, 2.5]", "values: [1, 2.5]", "needs all of its 4 elements, and it has 2"),
                Arguments.of("repeat: [1, 2.5]", "values: [1], repeat: [2]", "needs one of 'values'"),
                Arguments.of(
                        "repeat: [1, 2.5]",
                        "texts: [a, b, c, d]",
                        "needs texts if its type is BYTES and numbers if not"),
                Arguments.of("head: [2, 3.5]", "texts: [a]", "needs texts if its type is BYTES and numbers if not"),
                Arguments.of("head: [2, 3.5]", "head: [2], texts: [a]", "unknown key 'texts'"),
                Arguments.of("head: [2, 3.5]", "head: [1, 2, 3, 4, 5]", "need 1 to 4 elements"),
                Arguments.of("head: [2, 3.5]", "head: [.nam]", "needs a number, and this is '.nam'"),
                Arguments.of("head: [2, 3.5]", "head: []", "need 1 to 4 elements for the shape [2,2], and they have 0"),
                Arguments.of("shape: [2, 2], head", "shape: [0, 2], head", "need no elements for the shape [0,2]"),
                Arguments.of("repeat: [1, 2.5]", "repeat: []", "repeat: needs at least one item"),
                Arguments.of(
                        "outputs:\n  - {name: y, type: FP32, shape: [-1, 2], batch_axis: 0}",
                        "outputs: []",
                        "needs at least one output, and it has none"),
                Arguments.of("{name: x, shape: [2, 2]", "{name: z, shape: [2, 2]", "has no input 'x'"),
                Arguments.of("{name: y, shape: [2, 2]", "{name: q, shape: [2, 2]", "names the output 'q'"),
                Arguments.of("{name: y, shape: [2, 2]", "{name: y, shape: [2, 1]", "does not fit [-1,2]"),
                Arguments.of("shape: [2, 2], repeat", "shape: [3000000, 2], repeat", "the limit of a golden sample"),
                Arguments.of("tolerance: 0.001", "tolerance: -1", "is a number of at least 0, and it is -1.0"),
                Arguments.of("tolerance: 0.001", "tolerance: .nan", "needs a finite number"),
                Arguments.of(
                        "{name: y, type: FP32",
                        "{name: y, type: FP32, shape: [-1, 2]}\n  - {name: y, type: FP32",
                        "has the output 'y' twice"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldSayWhatIsWrongWithACard(String right, String wrong, String message) {
        var card = CARD.replaceFirst(
                java.util.regex.Pattern.quote(right), java.util.regex.Matcher.quoteReplacement(wrong));

        assertThat(card).isNotEqualTo(CARD);
        assertThatThrownBy(() -> ModelManifestReader.read("toy.yaml", card))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("toy.yaml:")
                .hasMessageContaining(message);
    }
}
