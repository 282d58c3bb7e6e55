package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.endpoint.ErrorTable;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The error table of docs/api.md is that of the code. */
class ErrorPageTest {
    private static final ModelName MODEL = ModelName.of("simple");

    /** The rows by code; a code may stand in several. */
    private static final Map<String, List<Row>> ROWS = new HashMap<>();

    private record Row(String code, int http, String grpc, String mqtt, boolean retry) {}

    /** One of each kind. */
    static List<InferenceError> samples() {
        var samples = List.<InferenceError>of(
                new InferenceError.InvalidRequest(""),
                new InferenceError.UnsupportedContent(""),
                new InferenceError.UnknownModel("simple"),
                new InferenceError.ModelNotReady("simple", ""),
                new InferenceError.TooLarge(""),
                new InferenceError.PolicyDenied("", null),
                new InferenceError.Overloaded("", Duration.ZERO, null),
                new InferenceError.Warming("", Duration.ZERO),
                new InferenceError.DeadlineExceeded(""),
                new InferenceError.Unreachable(""),
                new InferenceError.ExecutionFailed(""));
        assertThat(samples)
                .hasSize(InferenceError.class.getPermittedSubclasses().length)
                .doesNotHaveDuplicates();
        return samples;
    }

    static List<RepositoryFailure> repositoryFailures() {
        var failures = List.<RepositoryFailure>of(
                new RepositoryFailure.UnknownModel(MODEL),
                new RepositoryFailure.Managed(MODEL),
                new RepositoryFailure.LoadFailed(MODEL, ""),
                new RepositoryFailure.Busy(MODEL),
                new RepositoryFailure.ShuttingDown(MODEL));
        assertThat(failures).hasSize(RepositoryFailure.class.getPermittedSubclasses().length);
        return failures;
    }

    @BeforeAll
    static void read() throws Exception {
        var page = Files.readString(Path.of("../docs/api.md"));
        var table = page.substring(page.indexOf("| `code` |"));
        table.lines().skip(2).takeWhile(line -> line.startsWith("|")).forEach(line -> {
            var cells =
                    Stream.of(line.split("\\|", -1)).skip(1).map(String::strip).toList();
            var row = new Row(
                    cells.get(0).replace("`", ""),
                    Integer.parseInt(cells.get(1)),
                    cells.get(2),
                    cells.get(3).replace("`", ""),
                    !cells.get(5).equals("no"));
            ROWS.computeIfAbsent(row.code, code -> new ArrayList<>()).add(row);
        });
    }

    @Test
    void shouldHaveEveryErrorOfAnInference() {
        for (var error : samples()) {
            var row = row(error.code(), ErrorTable.status(error));
            assertThat(row.grpc).isEqualTo(ErrorTable.grpc(error).name());
            assertThat(row.retry)
                    .as(error.code())
                    .isEqualTo(ErrorTable.retryAfterSeconds(error).isPresent());
        }
    }

    @Test
    void shouldHaveEveryFailureOfTheRepository() {
        for (var failure : repositoryFailures()) {
            var row = row(failure.code(), ErrorTable.status(failure));
            assertThat(row.grpc).isEqualTo(ErrorTable.grpc(failure).name());
            assertThat(row.retry)
                    .as(failure.code())
                    .isEqualTo(ErrorTable.retryAfterSeconds(failure).isPresent());
        }
    }

    @Test
    void shouldHaveEveryFailureOfHttp() {
        for (var failure : HttpFailure.values()) {
            assertThat(row(failure.code(), failure.status()).http).isEqualTo(failure.status());
        }
    }

    @Test
    void shouldHaveNoErrorThatThereIsNot() {
        var known = Stream.of(
                        samples().stream().map(error -> error.code() + ErrorTable.status(error)),
                        repositoryFailures().stream().map(failure -> failure.code() + ErrorTable.status(failure)),
                        Stream.of(HttpFailure.values()).map(failure -> failure.code() + failure.status()))
                .flatMap(codes -> codes)
                .toList();

        assertThat(ROWS.values().stream().flatMap(List::stream).map(row -> row.code + row.http))
                .isSubsetOf(known);
    }

    @Test
    void shouldSayOnMqttWhatTheCodeSays() {
        assertThat(ROWS.values().stream().flatMap(List::stream))
                .allSatisfy(row -> assertThat(row.mqtt).isIn(row.code, "-"));
    }

    private static Row row(String code, int status) {
        return ROWS.getOrDefault(code, List.of()).stream()
                .filter(row -> row.http == status)
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/api.md has no row for " + code + " with " + status));
    }
}
