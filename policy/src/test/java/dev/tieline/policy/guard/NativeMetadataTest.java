package dev.tieline.policy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What native executables need for compiled expressions. The metadata names classes by text; here each is looked up, and
 * what protobuf's {@code UnsafeUtil} looks for is compared with what it may find.
 */
class NativeMetadataTest {
    private static final String FOLDER = "/META-INF/native-image/dev.tieline/tieline-policy/";
    private static final Set<String> CALLED_ONLY =
            Set.of("allocateInstance", "getUnsafe", "staticFieldBase", "staticFieldOffset");
    /** Of which there is one with an object and one for memory alone. */
    private static final Set<String> OF_MEMORY_TOO =
            Set.of("getByte", "putByte", "getInt", "putInt", "getLong", "putLong", "copyMemory");

    private static final Map<String, Class<?>> PRIMITIVES = Stream.of(
                    byte.class, int.class, long.class, boolean.class, float.class, double.class)
            .collect(Collectors.toMap(Class::getName, type -> type));

    @Test
    void shouldNameOnlyClassesMethodsAndFieldsThatExist() throws IOException {
        var types = types();

        assertThat(types).isNotEmpty();
        for (var type : types) {
            var named = load(type.string("type"));
            for (var method : methods(type)) {
                assertThatCode(() -> named.getMethod(method.string("name"), parameters(method)))
                        .as("%s.%s%s", named, method.string("name"), method.strings("parameterTypes"))
                        .doesNotThrowAnyException();
            }
            if (type.has("fields")) {
                assertThat(Stream.of(named.getDeclaredFields()).map(field -> field.getName()))
                        .containsAll(type.list("fields").maps().stream()
                                .map(field -> field.string("name"))
                                .toList());
            }
        }
    }

    /** Protobuf takes its slow path where one is missing, while classes that an executable brings initialised take the fast one. */
    @Test
    void shouldNameEveryMethodOfUnsafeThatProtobufLooksFor() throws IOException {
        var unsafe = types().stream()
                .filter(type -> type.string("type").equals("sun.misc.Unsafe"))
                .findFirst()
                .orElseThrow();

        assertThat(unsafe.get("allDeclaredFields").asScalar().bool()).isTrue();
        assertThat(methods(unsafe)).extracting(method -> method.string("name")).hasSameElementsAs(lookedFor());
        assertThat(methods(unsafe))
                .filteredOn(method -> OF_MEMORY_TOO.contains(method.string("name")))
                .as("those that there are for objects and for memory")
                .hasSize(2 * OF_MEMORY_TOO.size());
    }

    /** The names of methods of Unsafe in protobuf's classes that look for them, without those that these call only. */
    private static List<String> lookedFor() throws IOException {
        var texts = new StringBuilder();
        for (var name : List.of("UnsafeUtil", "UnsafeUtil$MemoryAccessor", "UnsafeUtil$JvmMemoryAccessor")) {
            try (var stream = Objects.requireNonNull(
                    NativeMetadataTest.class.getResourceAsStream("/com/google/protobuf/" + name + ".class"), name)) {
                texts.append(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return Stream.of(load("sun.misc.Unsafe").getMethods())
                .filter(method -> !method.getDeclaringClass().equals(Object.class))
                .map(method -> method.getName())
                .filter(name -> !CALLED_ONLY.contains(name))
                .filter(name -> texts.indexOf("\u0001\u0000" + (char) name.length() + name) >= 0)
                .distinct()
                .toList();
    }

    @Test
    void shouldLeaveTheOffsetsOfMemoryToTheStartOfTheProgram() throws IOException {
        assertThat(text("native-image.properties"))
                .contains(
                        "--initialize-at-run-time=com.google.protobuf.UnsafeUtil,com.google.protobuf.JavaFeaturesProto");
        load("com.google.protobuf.UnsafeUtil");
        load("com.google.protobuf.JavaFeaturesProto");
    }

    private static List<YamlMap> types() throws IOException {
        return YamlReader.read("reachability-metadata.json", text("reachability-metadata.json"))
                .asMap()
                .list("reflection")
                .maps();
    }

    private static List<YamlMap> methods(YamlMap type) {
        return type.has("methods") ? type.list("methods").maps() : List.of();
    }

    private static Class<?>[] parameters(YamlMap method) {
        return method.list("parameterTypes").items().stream()
                .map(parameter -> load(parameter.asScalar().string()))
                .toArray(Class<?>[]::new);
    }

    private static Class<?> load(String name) {
        if (PRIMITIVES.containsKey(name)) {
            return PRIMITIVES.get(name);
        }
        try {
            return Class.forName(name, false, NativeMetadataTest.class.getClassLoader());
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
