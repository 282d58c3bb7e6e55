package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Plan.Capacity SMALL = new Plan.Capacity(1, 0);

    @Test
    void shouldMakeItsPromiseAboutTheHighestRate() {
        assertThat(plan(List.of(50, 300), 1, SECOND).top()).isEqualTo(300);
    }

    @Test
    void shouldRefuseWhatCannotBeMeasured() {
        assertThatThrownBy(() -> plan(List.of(), 1, SECOND)).hasMessageContaining("at least one model and one rate");
        assertThatThrownBy(() -> plan(List.of(0, 50), 1, SECOND)).hasMessageContaining("[0, 50]");
        assertThatThrownBy(() -> plan(List.of(100, 50), 1, SECOND)).hasMessageContaining("in increasing order");
        assertThatThrownBy(() -> plan(List.of(50, 50), 1, SECOND)).hasMessageContaining("in increasing order");
        assertThatThrownBy(() -> plan(List.of(50), 0, SECOND)).hasMessageContaining("rounds and warm-up");
        assertThatThrownBy(() -> plan(List.of(50), 1, Duration.ZERO)).hasMessageContaining("window and deadline");
        assertThatThrownBy(() -> new Plan.Capacity(0, 1)).hasMessageContaining("0 and 1");
        assertThatThrownBy(() -> new Plan.Capacity(1, -1)).hasMessageContaining("1 and -1");
    }

    private static Plan plan(List<Integer> percents, int rounds, Duration window) {
        return new Plan(List.of("simple"), percents, rounds, window, SECOND, 1, SMALL);
    }
}
