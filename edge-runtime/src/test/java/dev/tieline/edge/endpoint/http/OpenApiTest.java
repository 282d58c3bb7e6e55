package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.infer.InferenceError;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document says what there is, no more and no less. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private static Map<?, ?> document;

    @BeforeAll
    static void read() throws Exception {
        var text = Files.readString(Path.of("src/main/resources/META-INF/resources/openapi.yaml"));
        document = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    @Test
    void shouldHaveThePathsAndMethodsOfTheRouter() throws Exception {
        try (var endpoint = new ServedEndpoint(1, false)) {
            assertThat(declared()).isEqualTo(routed(endpoint.routes.getRoutes()));
        }
    }

    @Test
    void shouldHaveEveryCodeOfTheErrorTable() {
        var codes = new TreeSet<>(
                ErrorPageTest.samples().stream().map(InferenceError::code).collect(Collectors.toSet()));
        ErrorPageTest.repositoryFailures().forEach(failure -> codes.add(failure.code()));
        Stream.of(HttpFailure.values()).map(HttpFailure::code).forEach(codes::add);

        var listed = (List<?>) at("components", "schemas", "Error", "properties", "code", "enum");

        assertThat(new TreeSet<Object>(listed)).isEqualTo(codes);
    }

    @Test
    void shouldReferToNothingThatIsNotThere() {
        var references = new HashSet<String>();
        collect(document, references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(at(reference.substring(2).split("/", -1)))
                        .as(reference)
                        .isNotNull());
    }

    /** Swagger UI does not look for them elsewhere: without one, the operation cannot be tried. */
    @Test
    void shouldGiveEachOperationTheParametersOfItsPath() {
        paths().forEach((path, item) -> {
            var needed = Pattern.compile("\\{([a-z]+)}")
                    .matcher(String.valueOf(path))
                    .results()
                    .map(variable -> variable.group(1))
                    .toList();
            assertThat(((Map<?, ?>) item).containsKey("parameters"))
                    .as("%s", path)
                    .isFalse();
            ((Map<?, ?>) item).forEach((method, operation) -> {
                if (METHODS.contains(String.valueOf(method))) {
                    var declared = String.valueOf(((Map<?, ?>) operation).get("parameters"));
                    assertThat(needed)
                            .as("%s %s", method, path)
                            .allSatisfy(name -> assertThat(declared).contains(name));
                }
            });
        });
    }

    @Test
    void shouldNameEachOperationOnce() {
        var names = paths().values().stream()
                .flatMap(path -> ((Map<?, ?>) path)
                        .entrySet().stream().filter(entry -> METHODS.contains(String.valueOf(entry.getKey()))))
                .map(operation -> String.valueOf(((Map<?, ?>) operation.getValue()).get("operationId")))
                .toList();

        assertThat(names).doesNotHaveDuplicates().doesNotContain("null");
    }

    private static Set<String> declared() {
        var declared = new TreeSet<String>();
        paths().forEach((path, methods) -> ((Map<?, ?>) methods)
                .keySet().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> declared.add(String.valueOf(method).toUpperCase(Locale.ROOT) + " " + path)));
        return declared;
    }

    /** What the router has, but for HEAD and OPTIONS, which every path has that there is something to say of. */
    private static Set<String> routed(List<Route> routes) {
        var routed = new TreeSet<String>();
        for (var route : routes) {
            if (route.getPath() != null && route.methods() != null) {
                for (var method : route.methods()) {
                    if (!method.equals(HttpMethod.HEAD) && !method.equals(HttpMethod.OPTIONS)) {
                        routed.add(method.name() + " " + route.getPath().replaceAll(":([a-z]+)", "{$1}"));
                    }
                }
            }
        }
        return routed;
    }

    private static Map<?, ?> paths() {
        return (Map<?, ?>) at("paths");
    }

    private static Object at(String... keys) {
        Object value = document;
        for (var key : keys) {
            value = Objects.requireNonNull(((Map<?, ?>) value).get(key), key);
        }
        return value;
    }

    private static void collect(Object value, Set<String> references) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) -> {
                    if (key.equals("$ref")) {
                        references.add(String.valueOf(inner));
                    } else {
                        collect(inner, references);
                    }
                });
            case List<?> list -> list.forEach(inner -> collect(inner, references));
            default -> {}
        }
    }
}
