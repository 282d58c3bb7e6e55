package dev.tieline.e2e.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellTest {
    private static final Injury KILLED_BROKER = new Injury(Target.BROKER, Fault.KILL);

    @Test
    void shouldBreakEveryProcessInEveryWayInTheMatrix() {
        assertThat(Cell.matrix(1))
                .hasSize(16)
                .doesNotHaveDuplicates()
                .noneMatch(Cell::isPair)
                .extracting(Cell::toString)
                .contains(
                        "executor, kill -9", "broker, SIGSTOP", "controller, black hole", "edge, restart without data");
    }

    @Test
    void shouldKillEveryTwoProcessesTogetherInThePairs() {
        var pairs = Cell.pairs(1, new Random(1));

        assertThat(pairs).hasSize(12).allMatch(Cell::isPair);
        assertThat(pairs.stream()
                        .filter(pair -> pair.injuries().stream().allMatch(injury -> injury.fault() == Fault.KILL))
                        .map(pair -> Set.copyOf(
                                pair.injuries().stream().map(Injury::target).toList()))
                        .distinct())
                .hasSize(6);
    }

    @Test
    void shouldPlayTheSameCellsInTheSameOrderForTheSameSeed() {
        assertThat(Cell.rounds(7).limit(100).toList())
                .isEqualTo(Cell.rounds(7).limit(100).toList())
                .isNotEqualTo(Cell.rounds(8).limit(100).toList());
    }

    @Test
    void shouldPlayAllOfARoundBeforeTheNext() {
        var first = Cell.rounds(7).takeWhile(cell -> cell.round() == 1).toList();

        assertThat(first).hasSize(28).containsAll(Cell.matrix(1));
        assertThat(Cell.rounds(7).skip(28).findFirst().orElseThrow().toString()).endsWith("(round 2)");
    }

    @Test
    void shouldNotBreakTheSameProcessTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cell(1, List.of(KILLED_BROKER, new Injury(Target.BROKER, Fault.FREEZE))))
                .withMessageContaining("each once");
    }
}
