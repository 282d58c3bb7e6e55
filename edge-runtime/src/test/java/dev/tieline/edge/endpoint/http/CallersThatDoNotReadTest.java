package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                var caller = new RawCaller(endpoint.port());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var body = RawCaller.body(1).replaceFirst("\\{", "{\"id\":\"" + "x".repeat(16_000) + "\",");

            var asking = threads.submit(() -> {
                for (int i = 0; i < MORE_THAN_SOCKETS_HOLD; i++) {
                    caller.ask(body);
                }
                return true;
            });

            assertThatThrownBy(() -> asking.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            Eventually.until("all places are free", () -> endpoint.door.inside() == 0 && endpoint.door.held() == 0);
            try (var next = new RawCaller(endpoint.port())) {
                next.ask(RawCaller.body(3));
                assertThat(next.answer().status()).isEqualTo(200);
            }
        }
    }
}
