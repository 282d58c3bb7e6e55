package dev.tieline.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tieline.policy.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedDecisionsTest {
    private static final String REQUEST = """
            {"action":"infer","label":{"class":"public","tags":[]},"at":"2026-01-01","path":[]}""";

    @TempDir
    Path folder;

    @Test
    void shouldHandOverTheRequestsInTheirOrderAndLookAtNothingElse() throws IOException {
        var file = file("{\"seq\":1,\"hash\":\"ab\",\"request\":" + REQUEST + ",\"decision\":{\"any\":[1,2]}}\n"
                + "{\"checkpoint\":true}\n\n"
                + "{\"request\":" + REQUEST.replace("public", "special") + "}");
        var records = new RecordedDecisions(file);

        var questions = all(records);

        assertThat(questions).extracting(Question::name).containsExactly(file + ":1", file + ":4");
        assertThat(questions)
                .extracting(question -> question.request().label().toString())
                .containsExactly("public", "special");
        assertThat(records.withoutRequest()).isEqualTo(1);
    }

    @Test
    void shouldReadLinesThatEndAsOnWindows() throws IOException {
        var records = new RecordedDecisions(file("{\"request\":" + REQUEST + "}\r\n\r\n"));

        assertThat(all(records)).hasSize(1);
    }

    @Test
    void shouldReadNothingFromAnEmptyFile() throws IOException {
        assertThat(all(new RecordedDecisions(file("")))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameTheLineThatIsWrong(String lines, String message) throws IOException {
        var file = file(lines);

        assertThatThrownBy(() -> all(new RecordedDecisions(file)))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(file + ":" + message);
    }

    static Stream<Arguments> wrong() {
        var good = "{\"request\":" + REQUEST + "}\n";
        return Stream.of(
                arguments(good + "[]", "2: needs a map of keys to values, and this is a list"),
                arguments(good + good + "{\"request\":", "3: is not well-formed YAML"),
                arguments(good + "{\"request\":{}}", "2: request: needs the key 'action', and it is missing"),
                arguments(
                        good + good.replace("infer", "send"),
                        "2: request.action: unknown action 'send'. Legal here: infer,"),
                arguments(good + "{\"request\":[]}", "2: request: needs a map of keys to values, and this is a list"),
                arguments(good + "x".repeat(1024 * 1024 + 1), "2: is longer than 1048576 characters"));
    }

    @Test
    void shouldSayThatAFileIsNotThere() {
        var file = folder.resolve("none.jsonl");

        assertThatThrownBy(() -> all(new RecordedDecisions(file))).hasMessage(file + ":1: there is no such file");
    }

    @Test
    void shouldRefuseAFolder() {
        assertThatThrownBy(() -> all(new RecordedDecisions(folder)))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(folder + ":1: cannot be read");
    }

    @Test
    void shouldRefuseWhatIsNotText() throws IOException {
        var file = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});

        assertThatThrownBy(() -> all(new RecordedDecisions(file))).hasMessage(file + ":1: is not text in UTF-8");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("audit.jsonl"), text);
    }

    private static List<Question> all(RecordedDecisions records) {
        var questions = new ArrayList<Question>();
        records.forEach(questions::add);
        return questions;
    }
}
