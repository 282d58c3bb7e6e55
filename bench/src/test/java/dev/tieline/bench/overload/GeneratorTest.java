package dev.tieline.bench.overload;

import static dev.tieline.bench.overload.ScriptedServer.BUSY;
import static dev.tieline.bench.overload.ScriptedServer.HANG_UP;
import static dev.tieline.bench.overload.ScriptedServer.OK;
import static dev.tieline.bench.overload.ScriptedServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.process.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void shouldSendEveryRequestThatIsDueAndHearItsEnd() throws IOException {
        try (var server = new ScriptedServer(number -> number % 2 == 0 ? BUSY : OK);
                var generator = new Generator(server.port(), 100)) {
            var ledger = generator.drive(new Pace.Open(1_000, Duration.ofMillis(200)), REQUEST, LONG);

            assertThat(ledger.opened()).isEqualTo(200);
            assertThat(ledger.count(Ending.ANSWERED)).isEqualTo(100);
            assertThat(ledger.count(Ending.REFUSED)).isEqualTo(100);
            assertThat(server.requests()).isEqualTo(200);
            assertThat(ledger.lags()).allMatch(lag -> lag >= 0);
        }
    }

    @Test
    void shouldKeepItsConnectionsFromDriveToDrive() throws IOException {
        try (var server = new ScriptedServer(always(OK));
                var generator = new Generator(server.port(), 100)) {
            generator.drive(new Pace.Counted(3, 30), REQUEST, LONG);
            generator.drive(new Pace.Counted(3, 30), REQUEST, LONG);

            assertThat(generator.connections()).isEqualTo(3);
            assertThat(server.connections()).isEqualTo(3);
            assertThat(server.requests()).isEqualTo(60);
        }
    }

    @Test
    void shouldSendWhatIsDueThoughNothingIsAnswered() throws IOException {
        try (var server = new ScriptedServer(always(SILENCE));
                var generator = new Generator(server.port(), 100)) {
            var ledger = generator.drive(new Pace.Open(1_000, Duration.ofMillis(20)), REQUEST, SHORT);

            assertThat(ledger.count(Ending.UNANSWERED)).isEqualTo(20);
            assertThat(ledger.times(Ending.UNANSWERED)).allMatch(time -> time >= SHORT.toNanos());
            assertThat(generator.connections()).isZero();
        }
    }

    @Test
    void shouldCountWhatItHasNoConnectionFor() throws IOException {
        try (var server = new ScriptedServer(always(SILENCE));
                var generator = new Generator(server.port(), 4)) {
            var ledger = generator.drive(new Pace.Open(1_000_000, Duration.ofNanos(10_000)), REQUEST, SHORT);

            assertThat(ledger.count(Ending.UNANSWERED)).isEqualTo(4);
            assertThat(ledger.count(Ending.UNSENT)).isEqualTo(6);
        }
    }

    @Test
    void shouldGoOnWithANewConnectionWhereOneBroke() throws IOException {
        try (var server = new ScriptedServer(number -> number == 2 ? HANG_UP : OK);
                var generator = new Generator(server.port(), 100)) {
            var ledger = generator.drive(new Pace.Counted(1, 4), REQUEST, LONG);

            assertThat(ledger.count(Ending.BROKEN)).isEqualTo(1);
            assertThat(ledger.count(Ending.ANSWERED)).isEqualTo(3);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldCountAConnectionThatCannotBeMadeAsBroken() {
        int nobody = FreePorts.find(1).getFirst();
        try (var generator = new Generator(nobody, 100)) {
            var ledger = generator.drive(new Pace.Counted(1, 3), REQUEST, LONG);

            assertThat(ledger.count(Ending.BROKEN)).isEqualTo(3);
        }
    }

    @Test
    void shouldStopAtWhatIsNoAnswer() throws IOException {
        try (var server = new ScriptedServer(always("SSH-2.0-server\r\n\r\n"));
                var generator = new Generator(server.port(), 100)) {
            assertThatThrownBy(() -> generator.drive(new Pace.Counted(1, 1), REQUEST, LONG))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("an answer begins with 'SSH-2.0-server'");
        }
    }

    private static IntFunction<String> always(String word) {
        return number -> word;
    }
}
