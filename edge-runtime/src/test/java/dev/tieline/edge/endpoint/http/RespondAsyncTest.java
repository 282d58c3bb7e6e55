package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.models.generated.EndlessModel;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers that fetch their answers later. */
class RespondAsyncTest {
    private static final String INFER = "/v2/models/test/infer";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(5, false);

    @RegisterExtension
    private final Asker asker = new Asker(endpoint);

    @Test
    void shouldSayWhereTheAnswerWillBe() throws Exception {
        var accepted = later(EndlessModel.FOR_EVER);

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).matches("/tieline/v1/results/[0-9a-f]{32}");
        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(accepted.header("Retry-After")).isEqualTo("1");
        assertThat(accepted.body()).contains("\"state\":\"running\"");
    }

    @Test
    void shouldAnswerOnceWithWhatTheModelGave() throws Exception {
        var result = later(3).header("Location");

        var answer = await(result);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"model_name\":\"test\"", "[8]", "\"tieline_route\":\"local\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        Eventually.until("it is gone", () -> head(result) == 404);
        assertThat(asker.get(result).body()).contains("\"code\":\"unknown_result\"");
    }

    @Test
    void shouldNotTakeAnAnswerForFetchedThatWasOnlyLookedAt() throws Exception {
        var result = later(3).header("Location");
        Eventually.until("it has ended", () -> head(result) == 200);

        assertThat(await(result).body()).contains("[8]");
    }

    @Test
    void shouldAnswerInTheFormThatWasAskedFor() throws Exception {
        var body = RawCaller.body(3).replaceFirst("\\{", "{\"parameters\":{\"binary_data_output\":true},");
        var result = asker.post(INFER, body, "Prefer", "respond-async").header("Location");

        var answer = await(result);

        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.header("Inference-Header-Content-Length")).isNotEmpty();
        assertThat(answer.bytes()).endsWith(8, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldAnswerWithTheErrorThatTheCallEndedIn() throws Exception {
        var body = RawCaller.body(EndlessModel.FOR_EVER).replaceFirst("\\{", "{\"parameters\":{\"timeout\":200000},");
        var result = asker.post(INFER, body, "Prefer", "respond-async", "traceparent", TRACE)
                .header("Location");

        var answer = await(result);

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("\"code\":\"deadline_exceeded\"", "\"trace\":\"" + TRACE + "\"");
        Eventually.until("it is gone", () -> head(result) == 404);
    }

    @Test
    void shouldGoOnWhenTheConnectionEnds() throws Exception {
        String result;
        try (var caller = new RawCaller(endpoint.port())) {
            var body = RawCaller.body(EndlessModel.FOR_EVER);
            caller.send("POST " + INFER + " HTTP/1.1\r\nHost: x\r\nPrefer: respond-async\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            var head = caller.answer().head();
            result = head.substring(head.indexOf("location: ") + 10)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }

        Eventually.until("the model runs", () -> endpoint.slots.running() == 1);
        assertThat(asker.get(result).status()).isEqualTo(202);
        assertThat(endpoint.slots.running()).isEqualTo(1);
    }

    @Test
    void shouldStopACallThatIsDeleted() throws Exception {
        var result = later(EndlessModel.FOR_EVER).header("Location");
        Eventually.until("the model runs", () -> endpoint.slots.running() == 1);

        var deleted = asker.ask("DELETE", result, new byte[0]);

        assertThat(deleted.status()).isEqualTo(204);
        Eventually.until("the slot is free", () -> endpoint.slots.running() == 0);
        assertThat(asker.get(result).status()).isEqualTo(404);
        assertThat(asker.ask("DELETE", result, new byte[0]).status()).isEqualTo(404);
    }

    @Test
    void shouldTellACallerAtOnceWhatIsWrongWithItsRequest() throws Exception {
        var refused = asker.post(INFER, "{", "Prefer", "respond-async");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Location")).isEmpty();
        for (int i = 0; i < ServedEndpoint.RESULTS.number(); i++) {
            assertThat(asker.post(INFER, "{", "Prefer", "respond-async").status())
                    .as("no place is lost")
                    .isEqualTo(400);
        }
        assertThat(later(1).status()).isEqualTo(202);
    }

    @Test
    void shouldRefuseBeforeItRunsWhatHasNoPlaceForItsAnswer() throws Exception {
        var results = new ArrayList<String>();
        for (int i = 0; i < ServedEndpoint.RESULTS.number(); i++) {
            var result = later(1).header("Location");
            Eventually.until("it has ended", () -> head(result) == 200);
            results.add(result);
        }

        var refused = later(EndlessModel.FOR_EVER);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.body()).contains("\"code\":\"overloaded\"", "3 results");
        assertThat(endpoint.slots.running()).isZero();
        await(results.getFirst());
        Eventually.until("there is a place", () -> accepted(1));
    }

    @Test
    void shouldKeepNoPlaceForACallerThatWentBeforeItsRequestWasRead() throws Exception {
        var body = RawCaller.body(1);
        for (int i = 1; i <= ServedEndpoint.RESULTS.number(); i++) {
            int calls = i;
            try (var caller = new RawCaller(endpoint.port())) {
                caller.send("POST " + INFER + " HTTP/1.1\r\nHost: x\r\n" + ServedEndpoint.LATE
                        + ": yes\r\nPrefer: respond-async\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                Eventually.until("it has come", () -> endpoint.lateCalls.get() == calls);
            }
            Eventually.until("it has gone on", () -> endpoint.lateBegun.get() == calls);
        }

        Eventually.until("all have left", () -> endpoint.door.inside() == 0);
        assertThat(later(1).status()).isEqualTo(202);
    }

    @Test
    void shouldForgetAnAnswerThatNobodyFetches() throws Exception {
        var result = later(1).header("Location");
        Eventually.until("it has ended", () -> head(result) == 200);

        endpoint.age.advance(ServedEndpoint.RESULTS.age());

        assertThat(asker.get(result).status()).isEqualTo(404);
    }

    @Test
    void shouldLeaveTheNodeOnlyWhenTheCallHasEnded() throws Exception {
        try (var narrow = new ServedEndpoint(1, false);
                var caller = new Asker(narrow)) {
            var running = caller.post(INFER, RawCaller.body(EndlessModel.FOR_EVER), "Prefer", "respond-async");
            assertThat(running.status()).isEqualTo(202);

            var refused = caller.post(INFER, RawCaller.body(1));

            assertThat(refused.status()).isEqualTo(503);
            assertThat(caller.ask("DELETE", running.header("Location"), new byte[0])
                            .status())
                    .isEqualTo(204);
            Eventually.until("the next is let in", () -> status(caller, INFER, RawCaller.body(1)) == 200);
        }
    }

    @Test
    void shouldEndWithTheOthersWhenTheNodeGoes() throws Exception {
        var result = later(EndlessModel.FOR_EVER).header("Location");
        Eventually.until("the model runs", () -> endpoint.slots.running() == 1);

        endpoint.requests.shutdownNow();

        assertThat(endpoint.requests.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(await(result).status()).isGreaterThanOrEqualTo(500);
        assertThat(later(1).status()).isEqualTo(503);
    }

    @Test
    void shouldNotKnowWhatWasNeverAsked() throws Exception {
        for (var id : new String[] {"0".repeat(32), "x", "..%2f..%2fetc", "%00"}) {
            assertThat(asker.get("/tieline/v1/results/" + id).status()).isEqualTo(404);
        }
    }

    private Asker.Answer later(long rounds) throws Exception {
        return asker.post(INFER, RawCaller.body(rounds), "Prefer", "respond-async");
    }

    private boolean accepted(long rounds) {
        return status(asker, INFER, RawCaller.body(rounds), "Prefer", "respond-async") == 202;
    }

    /** Fetches an answer when there is one, by the state that HEAD tells. */
    private Asker.Answer await(String result) throws Exception {
        Eventually.until("it has ended", () -> head(result) != 202);
        return asker.get(result);
    }

    private int head(String result) {
        try {
            return asker.ask("HEAD", result, new byte[0]).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int status(Asker caller, String path, String body, String... headers) {
        try {
            return caller.post(path, body, headers).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
