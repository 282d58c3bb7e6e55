package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/client.md to programs that compile and run. */
class DocsTest {
    private static final Path PAGE = Path.of("../docs/client.md");
    private static final Path PROGRAMS = Path.of("src/test/java/dev/tieline/client/FirstCall.java");

    @ParameterizedTest
    @ValueSource(strings = {"first", "texts", "worded", "async"})
    void shouldShowAProgramThatCompiles(String name) throws Exception {
        assertThat(Files.readString(PAGE)).contains("```java\n" + program(name) + "```\n");
    }

    @Test
    void shouldNameTheVersionThatIsBuilt() throws Exception {
        var version = Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(Files.readString(PAGE)).contains("<version>" + version.group(1) + "</version>");
    }

    @Test
    void shouldMakeTheFirstCall() throws Exception {
        try (var node = new FakeNode((request, number) ->
                FakeNode.answer(Map.of(), Tensor.ofInts("OUTPUT0", Shape.of(1, 16), new int[16])))) {
            FirstCall.first(node.address());

            assertThat(node.seen())
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.inference().inputs()).hasSize(2));
        }
    }

    private static String program(String name) throws Exception {
        var source = Files.readString(PROGRAMS);
        var begin = "        // docs: " + name + "\n";
        assertThat(source).contains(begin);
        var from = source.indexOf(begin) + begin.length();
        return source.substring(from, source.indexOf("        // docs: end", from))
                .lines()
                .map(line -> line.startsWith("        ") ? line.substring(8) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
