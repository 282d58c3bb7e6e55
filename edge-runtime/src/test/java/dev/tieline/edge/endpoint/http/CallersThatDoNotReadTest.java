package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Callers that ask and do not read: their answers keep their places, but not for ever. */
class CallersThatDoNotReadTest {
    private static final int MORE_THAN_SOCKETS_HOLD = 4_000;

    @Test
    void shouldKeepThePlacesOfAnswersUntilTheyHaveLeft() throws Exception {
        try (var endpoint = new ServedEndpoint(MORE_THAN_SOCKETS_HOLD, false);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try (var caller = new RawCaller(endpoint.port(), 4_096)) {
                var unused = threads.submit(() -> askAll(caller));
                Eventually.until("answers that have not left", () -> endpoint.door.inside() > 100);
            }

            Eventually.until("all places are free", () -> endpoint.door.inside() == 0 && endpoint.door.held() == 0);
            assertThatTheNextIsServed(endpoint);
        }
    }

    @Test
    void shouldEndTheConnectionOfACallerThatDoesNotReadForTooLong() throws Exception {
        try (var endpoint = new ServedEndpoint(MORE_THAN_SOCKETS_HOLD, false, Duration.ofMillis(500));
                var caller = new RawCaller(endpoint.port(), 4_096)) {
            askAll(caller);

            Eventually.until("its connection has ended", () -> !asks(caller));

            Eventually.until("all places are free", () -> endpoint.door.inside() == 0 && endpoint.door.held() == 0);
            assertThatTheNextIsServed(endpoint);
        }
    }

    private static void assertThatTheNextIsServed(ServedEndpoint endpoint) throws IOException {
        try (var next = new RawCaller(endpoint.port())) {
            next.ask(RawCaller.body(3));
            assertThat(next.answer().status()).isEqualTo(200);
        }
    }

    private static boolean askAll(RawCaller caller) {
        boolean open = true;
        for (int i = 0; i < MORE_THAN_SOCKETS_HOLD && open; i++) {
            open = asks(caller);
        }
        return open;
    }

    /** Whether its connection still takes a request, whose answer is long. */
    private static boolean asks(RawCaller caller) {
        try {
            caller.ask(RawCaller.body(1).replaceFirst("\\{", "{\"id\":\"" + "x".repeat(16_000) + "\","));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
