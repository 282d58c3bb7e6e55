package dev.tieline.cloud.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final Refusals refusals = new Refusals("in");

    @Test
    void shouldSayEachReasonOnce() {
        assertThat(refusals.ignored("t", new IllegalStateException("a"))).isTrue();
        assertThat(refusals.ignored("t", new IllegalStateException("a"))).isFalse();
        assertThat(refusals.ignored("t", new IllegalStateException("b"))).isTrue();
    }

    @Test
    void shouldStaySilentOnceThereAreTooManyReasons() {
        for (var i = 0; i < 100; i++) {
            refusals.ignored("t", new IllegalStateException("reason " + i));
        }

        assertThat(refusals.ignored("t", new IllegalStateException("one more"))).isFalse();
    }
}
