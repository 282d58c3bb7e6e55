package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void shouldWaitTheWholeTimeoutForANodeThatItDoesNotKnow() {
        var patience = Patience.of(Optional.empty(), TEN_SECONDS, TIMEOUT);

        assertThat(patience.forAnswer()).isEqualTo(TIMEOUT);
        assertThat(patience.failedAfter()).isEqualTo(TEN_SECONDS);
    }

    @Test
    void shouldWaitForAKnownNodeAsLongAsItUsuallyTakes() {
        var patience = Patience.of(Optional.of(Duration.ofMillis(80)), TEN_SECONDS, TIMEOUT);

        assertThat(patience.forAnswer()).isEqualTo(Duration.ofMillis(80));
        assertThat(patience.failedAfter()).as("to be late is not to be gone").isEqualTo(TIMEOUT.multipliedBy(3));
    }

    @Test
    void shouldNotCountTheSilenceOfASlowNodeBeforeItUsuallyAnswers() {
        var patience = Patience.of(Optional.of(Duration.ofSeconds(5)), TEN_SECONDS, TIMEOUT);

        assertThat(patience.forAnswer()).as("others may be asked").isEqualTo(TIMEOUT);
        assertThat(patience.failedAfter()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void shouldNotCountTheDeadlineOfACallAgainstANode() {
        assertThat(Patience.of(Optional.of(Duration.ofMillis(80)), Duration.ofMillis(50), TIMEOUT)
                        .failedAfter())
                .isEqualTo(TIMEOUT.multipliedBy(3));
        assertThat(Patience.of(Optional.of(Duration.ofSeconds(3)), Duration.ofSeconds(1), TIMEOUT)
                        .failedAfter())
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(Patience.of(Optional.empty(), Duration.ofMillis(-10), TIMEOUT)
                        .failedAfter())
                .isEqualTo(TIMEOUT.multipliedBy(3));
    }
}
