package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that ask and do not read: their answers keep their places, but not for ever. */
class CallersThatDoNotReadTest {
    private static final int MORE_THAN_SOCKETS_HOLD = 4_000;

    @TempDir
    Path folder;

    @Test
    void shouldKeepThePlaceOfAnAnswerUntilItHasLeftOrItsCallerIsGivenUp() throws Exception {
        try (var endpoint = new ServedEndpoint(folder, MORE_THAN_SOCKETS_HOLD, false, Duration.ofMillis(500));
                var caller = new RawCaller(endpoint.port(), 4_096);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var body = RawCaller.body(1).replaceFirst("\\{", "{\"id\":\"" + "x".repeat(16_000) + "\",");

            var asking = threads.submit(() -> askAll(caller, body));
            Eventually.until("answers that have not left keep their places", () -> endpoint.door.inside() > 100);
            asking.get(60, TimeUnit.SECONDS);

            Eventually.until("all places are free", () -> endpoint.door.inside() == 0 && endpoint.door.held() == 0);
            assertThat(answers(caller)).as("answers that left").isLessThan(MORE_THAN_SOCKETS_HOLD);
            try (var next = new RawCaller(endpoint.port())) {
                next.ask(RawCaller.body(3));
                assertThat(next.answer().status()).isEqualTo(200);
            }
        }
    }

    private static boolean askAll(RawCaller caller, String body) {
        try {
            for (int i = 0; i < MORE_THAN_SOCKETS_HOLD; i++) {
                caller.ask(body);
            }
            return true;
        } catch (IOException e) {
            return false; // given up already
        }
    }

    /** Reads all that there is until the connection ends. */
    private static int answers(RawCaller caller) {
        int answers = 0;
        try {
            while (answers < MORE_THAN_SOCKETS_HOLD) {
                assertThat(caller.answer().status()).isEqualTo(200);
                answers++;
            }
        } catch (IOException e) {
            // it has ended
        }
        return answers;
    }
}
