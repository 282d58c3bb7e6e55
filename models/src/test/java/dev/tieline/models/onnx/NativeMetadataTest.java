package dev.tieline.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The metadata for native executables names classes by text; here each is looked up. */
class NativeMetadataTest {
    private static final String FOLDER = "/META-INF/native-image/dev.tieline/tieline-models/";
    private static final Map<String, Class<?>> PRIMITIVES =
            Map.of("int", int.class, "long", long.class, "boolean", boolean.class);

    @Test
    void shouldNameOnlyClassesAndConstructorsThatExist() throws IOException {
        var metadata = YamlReader.read("reachability-metadata.json", text("reachability-metadata.json"))
                .asMap();

        var types = metadata.list("reflection").maps();

        assertThat(types).isNotEmpty();
        for (var type : types) {
            assertThat(type.get("jniAccessible").asScalar().bool()).isTrue();
            for (var method : type.list("methods").maps()) {
                assertThat(method.string("name")).isEqualTo("<init>");
                assertThatCode(() -> load(type.string("type"))
                                .getDeclaredConstructor(method.strings("parameterTypes").stream()
                                        .map(NativeMetadataTest::load)
                                        .toArray(Class<?>[]::new)))
                        .as("%s%s", type.string("type"), method.strings("parameterTypes"))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void shouldNameEveryClassThatNativeCodeMakes() throws IOException {
        var metadata = YamlReader.read("reachability-metadata.json", text("reachability-metadata.json"))
                .asMap();

        assertThat(metadata.list("reflection").maps())
                .extracting(type -> type.string("type").substring("ai.onnxruntime.".length()))
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "OrtException",
                        "TensorInfo",
                        "SequenceInfo",
                        "MapInfo",
                        "NodeInfo",
                        "OnnxTensor",
                        "OnnxSparseTensor",
                        "OnnxSequence",
                        "OnnxMap",
                        "OnnxModelMetadata"));
    }

    @Test
    void shouldNameNativeLibrariesThatAreOnTheClassPath() {
        assertThat(getClass().getResource("/ai/onnxruntime/native/linux-x64/libonnxruntime.so"))
                .isNotNull();
        assertThat(getClass().getResource("/ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so"))
                .isNotNull();
    }

    @Test
    void shouldLeaveOnnxRuntimeToTheStartOfTheProgram() throws IOException {
        assertThat(text("native-image.properties")).contains("--initialize-at-run-time=ai.onnxruntime");
    }

    private static Class<?> load(String name) {
        if (PRIMITIVES.containsKey(name)) {
            return PRIMITIVES.get(name);
        }
        try {
            return name.endsWith("[]")
                    ? load(name.substring(0, name.length() - 2)).arrayType()
                    : Class.forName(name, false, NativeMetadataTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("there is no class " + name, e);
        }
    }

    private static String text(String file) throws IOException {
        try (var stream = Objects.requireNonNull(NativeMetadataTest.class.getResourceAsStream(FOLDER + file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
