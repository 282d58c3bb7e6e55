package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;

class StartSentenceTest {

    @Test
    void shouldNameThePortThatIsTaken() {
        var failure = new QuarkusBindException("127.0.0.1", 8000, new BindException("Address already in use"));

        assertThat(StartSentence.of(new RuntimeException("Failed to start quarkus", failure)))
                .hasValue("Port 8000 of 127.0.0.1 cannot be used: Address already in use. Maybe another program listens"
                        + " there; choose another port with --port.");
    }

    @Test
    void shouldNameEverySettingThatIsWrong() {
        var failure = new ConfigValidationException(new Problem[] {
            new Problem("SRCFG00050: tieline.nonsense in SysPropConfigSource does not map to any root"),
            new Problem("SRCFG00029: Expected an integer value, got \"abc\"")
        });

        assertThat(StartSentence.of(new RuntimeException(failure)))
                .hasValue("The settings are not valid: tieline.nonsense in SysPropConfigSource does not map to any"
                        + " root; Expected an integer value, got \"abc\".");
    }

    @Test
    void shouldTellWhatOurOwnCodeSays() {
        assertThat(StartSentence.of(new IllegalArgumentException("'X' is not a site id")))
                .hasValue("'X' is not a site id");
        assertThat(StartSentence.of(new UncheckedIOException("cannot keep the number", new IOException("disk full"))))
                .hasValue("cannot keep the number: disk full");
    }

    @Test
    void shouldLeaveToTheTraceWhatNobodyForesaw() {
        assertThat(StartSentence.of(new NullPointerException("oh"))).isEmpty();
    }
}
