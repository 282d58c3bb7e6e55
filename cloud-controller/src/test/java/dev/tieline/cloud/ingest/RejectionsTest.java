package dev.tieline.cloud.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.ingest.Rejections.Rejection;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RejectionsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private Instant now = NOON;
    private final Rejections rejections = new Rejections(() -> now);

    @Test
    void shouldCountWhatComesAgainForTheSameReason() {
        rejections.reject("a", "no number");
        now = NOON.plusSeconds(9);
        rejections.reject("a", "no number");
        rejections.reject("b", "no number");

        assertThat(rejections.all())
                .containsExactly(
                        new Rejection("a", "no number", 2, NOON, now), new Rejection("b", "no number", 1, now, now));
        assertThat(rejections.total()).isEqualTo(3);
    }

    @Test
    void shouldForgetTheOldestWhenTooManyDifferentOnesCome() {
        for (int i = 0; i < 1_500; i++) {
            rejections.reject("topic-" + i, "rubbish");
        }

        assertThat(rejections.all()).hasSize(1_000);
        assertThat(rejections.all().getFirst().topic()).isEqualTo("topic-500");
        assertThat(rejections.total()).isEqualTo(1_500);
    }

    @Test
    void shouldCutAReasonThatIsNoSentence() {
        rejections.reject("a", "x".repeat(100_000));

        assertThat(rejections.all().getFirst().reason()).hasSizeLessThan(600);
    }
}
