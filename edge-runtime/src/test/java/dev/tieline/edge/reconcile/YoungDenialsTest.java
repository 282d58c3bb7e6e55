package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.FakeTicker;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class YoungDenialsTest {
    private static final ModelRef A = ModelRef.of("a@1");
    private static final ModelRef B = ModelRef.of("b@1");

    private final FakeTicker ticker = new FakeTicker();
    private final YoungDenials denials = new YoungDenials(ticker, Duration.ofSeconds(5));

    @Test
    void shouldWaitForABundleThatMayBeOnItsWay() {
        denials.denied(Set.of(A));
        ticker.advance(Duration.ofSeconds(3));
        denials.denied(Set.of(A, B));

        assertThat(denials.young()).containsExactlyInAnyOrder(A, B);
        assertThat(denials.untilNext()).contains(Duration.ofSeconds(2));
    }

    @Test
    void shouldCountADenialThatLasts() {
        denials.denied(Set.of(A));
        ticker.advance(Duration.ofSeconds(5));
        denials.denied(Set.of(A));

        assertThat(denials.young()).isEmpty();
        assertThat(denials.untilNext()).isEmpty();
    }

    @Test
    void shouldBeginAnewAfterAPermit() {
        denials.denied(Set.of(A));
        ticker.advance(Duration.ofSeconds(5));
        denials.denied(Set.of());
        denials.denied(Set.of(A));

        assertThat(denials.young()).containsExactly(A);
    }
}
