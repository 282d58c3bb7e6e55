package dev.tieline.cloud.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Nodes;
import dev.tieline.models.ModelRef;
import org.junit.jupiter.api.Test;

class ModelUseTest {
    private static final ModelRef MINILM = ModelRef.of("minilm@1");
    private final ModelUse use = new ModelUse();

    @Test
    void shouldSeeTheRunsSinceItLookedLast() {
        assertThat(use.since(Nodes.withRuns(1, MINILM, 5))).containsExactly(MINILM);
        assertThat(use.since(Nodes.withRuns(1, MINILM, 5))).isEmpty();
        assertThat(use.since(Nodes.withRuns(1, MINILM, 6))).containsExactly(MINILM);
    }

    @Test
    void shouldNotTakeALoadedModelForAUsedOne() {
        assertThat(use.since(Nodes.withRuns(1, MINILM, 0))).isEmpty();
    }

    @Test
    void shouldKnowThatANodeThatIsBornAgainCountsFromZero() {
        var unused = use.since(Nodes.withRuns(1, MINILM, 100));

        assertThat(use.since(Nodes.withRuns(2, MINILM, 0))).isEmpty();
        assertThat(use.since(Nodes.withRuns(2, MINILM, 1))).containsExactly(MINILM);
    }
}
