package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {
    private static final NodeAddress NODE = NodeAddress.of("a/n-1");
    private static final NodeAddress OTHER = NodeAddress.of("b/n-1");
    private static final ModelName MODEL = ModelName.of("simple");

    private final AnswerTimes times = new AnswerTimes();

    @Test
    void shouldExpectNothingOfANodeThatNeverAnswered() {
        assertThat(times.expected(NODE, MODEL)).isEmpty();
    }

    @Test
    void shouldAllowTwiceTheFirstTimeMore() {
        answered(100);

        assertThat(times.expected(NODE, MODEL)).contains(Duration.ofMillis(300));
    }

    @Test
    void shouldTrustASteadyNode() {
        for (int i = 0; i < 100; i++) {
            answered(100);
        }

        assertThat(times.expected(NODE, MODEL).orElseThrow()).isBetween(Duration.ofMillis(100), Duration.ofMillis(101));
    }

    @Test
    void shouldBePatientWithOneThatVaries() {
        for (int i = 0; i < 100; i++) {
            answered(i % 2 == 0 ? 100 : 300);
        }

        assertThat(times.expected(NODE, MODEL).orElseThrow()).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void shouldNotExpectTheImpossibleOfAQuickOne() {
        for (int i = 0; i < 100; i++) {
            answered(1);
        }

        assertThat(times.expected(NODE, MODEL)).contains(Duration.ofMillis(50));
    }

    @Test
    void shouldKnowEachNodeAndModelByItself() {
        answered(100);

        assertThat(times.expected(OTHER, MODEL)).isEmpty();
        assertThat(times.expected(NODE, ModelName.of("other"))).isEmpty();
    }

    @Test
    void shouldForgetANodeThatManyOthersWereAskedSince() {
        answered(100);
        for (int i = 0; i < 2_000; i++) {
            times.answered(NodeAddress.of("c/n-" + i), MODEL, Duration.ofMillis(1));
        }

        assertThat(times.expected(NODE, MODEL)).isEmpty();
    }

    private void answered(long millis) {
        times.answered(NODE, MODEL, Duration.ofMillis(millis));
    }
}
