package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget();

    @Test
    void shouldAllowTenEarlyAttemptsAndNoMore() {
        for (int i = 0; i < 10; i++) {
            assertThat(budget.take()).isTrue();
        }

        assertThat(budget.take()).isFalse();
    }

    @Test
    void shouldAllowOneMoreForTenAnswers() {
        spend();
        for (int i = 0; i < 9; i++) {
            budget.answered();
        }
        assertThat(budget.take()).isFalse();

        budget.answered();

        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void shouldNotSaveUpMoreThanTen() {
        for (int i = 0; i < 1_000; i++) {
            budget.answered();
        }

        assertThat(spend()).isEqualTo(10);
    }

    private int spend() {
        int taken = 0;
        while (budget.take()) {
            taken++;
        }
        return taken;
    }
}
