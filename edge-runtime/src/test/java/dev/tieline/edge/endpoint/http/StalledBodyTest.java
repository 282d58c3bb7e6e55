package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.models.generated.EndlessModel;
import java.io.EOFException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers that begin a request and do not go on: they must not keep others out. */
class StalledBodyTest {
    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(1, false, Duration.ofMillis(500));

    @Test
    void shouldTellACallerWhoseBodyTakesTooLongAndEndItsConnection() throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.head(1_000);
            caller.send("{\"inputs\":[");

            var answer = caller.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.head()).contains("connection: close");
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"The body of the request was not complete 500 ms after its head.\","
                            + "\"code\":\"request_timeout\"}");
            assertThatThrownBy(caller::answer).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void shouldLetTheNextCallerInOnceABodyTookTooLong() throws Exception {
        try (var stalled = new RawCaller(endpoint.port())) {
            stalled.head(1_000);
            assertThat(stalled.answer().status()).isEqualTo(408);

            try (var next = new RawCaller(endpoint.port())) {
                next.ask(RawCaller.body(3));

                var answer = next.answer();
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldEndOnlyTheStreamOfAStalledBodyOfHttp2() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var metadata = HttpRequest.newBuilder(endpoint.at("/v2")).build();
            assertThat(client.send(metadata, BodyHandlers.ofString()).version()).isEqualTo(HttpClient.Version.HTTP_2);
            var stalled = HttpRequest.newBuilder(endpoint.at("/v2/models/test/infer"))
                    .POST(BodyPublishers.fromPublisher(StalledBodyTest::beginABody, 1_000));

            var answer = client.send(stalled.build(), BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(408);
            assertThat(answer.body()).contains("\"code\":\"request_timeout\"");
            assertThat(client.send(metadata, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    /** Gives its first byte, and never the rest. */
    private static void beginABody(Flow.Subscriber<? super ByteBuffer> reader) {
        reader.onSubscribe(new Flow.Subscription() {
            private boolean begun;

            @Override
            public void request(long items) {
                if (!begun) {
                    begun = true;
                    reader.onNext(ByteBuffer.wrap(new byte[] {'{'}));
                }
            }

            @Override
            public void cancel() {
                // There is nothing to free.
            }
        });
    }

    @Test
    void shouldNotHurryARunWhoseBodyIsThere() throws Exception {
        try (var running = new RawCaller(endpoint.port())) {
            running.ask(RawCaller.body(EndlessModel.FOR_EVER));
            Eventually.until("the model runs", () -> endpoint.slots.running() == 1);
            try (var stalled = new ServedEndpoint(1, false, Duration.ofMillis(500));
                    var later = new RawCaller(stalled.port())) {
                later.head(1_000);
                assertThat(later.answer().status()).isEqualTo(408); // as much time has passed for the run as well
            }

            assertThat(endpoint.slots.running()).isEqualTo(1);
        }
    }
}
