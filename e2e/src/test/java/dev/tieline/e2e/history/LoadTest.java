package dev.tieline.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tieline.devices.NodeAddress;
import dev.tieline.e2e.Caller;
import dev.tieline.e2e.Eventually;
import dev.tieline.e2e.history.Outcome.Answered;
import dev.tieline.e2e.history.Outcome.Garbled;
import dev.tieline.e2e.history.Outcome.Gone;
import dev.tieline.e2e.history.Outcome.Refused;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load before a server of the test's own, which answers what a node might. */
class LoadTest {
    private static final NodeAddress NODE = NodeAddress.of("clinic-berlin/gw-1");
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);
    private static final int OFTEN = 200;
    private static final int ENOUGH = 20;

    private final History history = new History(System::nanoTime);
    private final CountDownLatch asked = new CountDownLatch(ENOUGH);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldTellTheAnswersToItsOwnQuestions() throws Exception {
        answer(exchange -> sum(exchange, number -> number));

        var calls = ask();

        assertThat(calls)
                .hasSizeGreaterThanOrEqualTo(ENOUGH)
                .allSatisfy(call -> assertThat(call.outcomes())
                        .containsExactly(new Answered("eu-west", "lyon-1", "offload", true)));
        assertThat(calls).extracting(Call::number).doesNotHaveDuplicates();
    }

    @Test
    void shouldTellTheAnswersToOtherQuestions() throws Exception {
        answer(exchange -> sum(exchange, number -> number + 1));

        assertThat(ask())
                .allSatisfy(call -> assertThat(call.outcomes())
                        .containsExactly(new Answered("eu-west", "lyon-1", "offload", false)));
    }

    @Test
    void shouldGoOnAskingWhoRefuses() throws Exception {
        answer(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            send(exchange, 503, "{\"error\":\"no room at gw-1\",\"code\":\"overloaded\"}");
        });

        assertThat(ask())
                .hasSizeGreaterThanOrEqualTo(ENOUGH)
                .allSatisfy(call -> assertThat(call.outcomes())
                        .containsExactly(new Refused(503, "overloaded", "no room at gw-1", true)));
    }

    @Test
    void shouldGoOnAskingWhoHangsUp() throws Exception {
        answer(HttpExchange::close);

        assertThat(ask())
                .hasSizeGreaterThanOrEqualTo(ENOUGH)
                .allSatisfy(call -> assertThat(call.outcomes()).singleElement().isInstanceOf(Gone.class));
    }

    @Test
    void shouldKeepWhatCannotBeRead() throws Exception {
        answer(exchange -> send(exchange, 200, "{"));

        assertThat(ask())
                .allSatisfy(call -> assertThat(call.outcomes()).singleElement().isInstanceOf(Garbled.class));
    }

    @Test
    void shouldGoOnCountingWhenNobodyAnswersAnyMore() throws Exception {
        var hung = new CountDownLatch(1);
        server.createContext("/", exchange -> hold(exchange, hung));

        try (var load =
                Load.start(history, List.of(new Habit(1, NODE, caller(), question("simple"))), 2_000, new Random(1))) {
            int due = Eventually.find(
                    "calls to be held back", () -> Optional.of(load.due()).filter(now -> load.heldBack() > 0));

            assertThat(Eventually.find(
                            "it to go on", () -> Optional.of(load.due()).filter(now -> now > due + ENOUGH)))
                    .isGreaterThan(history.count());
        } finally {
            hung.countDown();
        }
    }

    @Test
    void shouldAskAccordingToTheWeights() throws Exception {
        answer(exchange -> sum(exchange, number -> number));
        var rare = new Habit(1, NODE, caller(), question("rare"));
        var frequent = new Habit(9, NODE, caller(), question("frequent"));

        try (var load = Load.start(history, List.of(rare, frequent), OFTEN, new Random(1))) {
            awaitEnough();
            assertThat(load.heldBack()).isZero();
        }
        var calls = history.closeChapter();

        assertThat(calls.stream().filter(call -> call.question().model().equals("rare")))
                .hasSizeLessThan(calls.size() / 2);
    }

    @Test
    void shouldCountWhatItSaw() throws Exception {
        answer(exchange -> sum(exchange, number -> number));
        var calls = new ArrayList<>(ask());
        int answered = calls.size();
        calls.add(new Call(0, NODE, question("simple"), 0, Duration.ofSeconds(6).toNanos(), List.of(new Gone("x"))));
        calls.add(new Call(0, NODE, question("simple"), 0, 1, List.of(new Refused(502, "unreachable", "x", false))));

        var tally = Tally.of(calls, List.of());

        assertThat(tally)
                .isEqualTo(new Tally(
                        answered + 2, Map.of("eu-west", answered), Map.of("unreachable", 1), 1, 0, tally.late()));
        assertThat(tally.late()).isPositive();
        assertThat(tally.served()).isEqualTo(answered);
    }

    private List<Call> ask() throws Exception {
        try (var load =
                Load.start(history, List.of(new Habit(1, NODE, caller(), question("simple"))), OFTEN, new Random(1))) {
            awaitEnough();
            assertThat(load.heldBack()).isZero();
        }
        return history.closeChapter();
    }

    private void awaitEnough() throws InterruptedException {
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private Caller caller() {
        return new Caller(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    private static Question question(String model) {
        return new Question(model, DataLabel.PUBLIC, Duration.ofSeconds(5));
    }

    /** What may fail ends the exchange. */
    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void answer(Handler handler) {
        server.createContext("/", exchange -> {
            asked.countDown();
            handler.handle(exchange);
        });
    }

    /** Answers like {@code simple} in Lyon. */
    private static void sum(HttpExchange exchange, IntUnaryOperator counted) throws IOException {
        var length = Integer.valueOf(exchange.getRequestHeaders().getFirst("Inference-Header-Content-Length"));
        var body = ByteBuffer.wrap(exchange.getRequestBody().readAllBytes());
        var input = CODEC.decodeRequest(ModelName.of("simple"), null, body, length, null)
                .inputs()
                .getFirst();
        int number = counted.applyAsInt(input.ints()[0]);
        var shape = input.shape();
        var sums = new int[16];
        var differences = new int[16];
        Arrays.fill(sums, number + 1);
        Arrays.fill(differences, number - 1);
        var answer = CODEC.encodeResponseBinary(new InferenceResponse(
                ModelRef.of("simple@1"),
                "r1",
                Map.of("tieline_site", "eu-west", "tieline_node", "lyon-1", "tieline_route", "offload"),
                List.of(Tensor.ofInts("OUTPUT0", shape, sums), Tensor.ofInts("OUTPUT1", shape, differences))));
        exchange.getResponseHeaders().add("Inference-Header-Content-Length", String.valueOf(answer.headerLength()));
        send(exchange, 200, answer.toByteArray());
    }

    private static void hold(HttpExchange exchange, CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
