package dev.tieline.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTableTest {

    @Test
    void shouldSayWhereAndHowItWasMeasured() {
        assertThat(PolicyTable.lines(Reports.drifting(0)))
                .contains(
                        "machine  2 cores of Some Chip 9000, Linux 6.1 amd64, JDK 25 (Somebody)",
                        "load     3.3 in the minute before",
                        "rounds   3 of 3 iterations of 500 ms each, in processes of their own; medians over the rounds");
    }

    @Test
    void shouldPutEachBesideWhatItIsComparedWithAndItsGoal() {
        var lines = PolicyTable.lines(Reports.drifting(0)).stream()
                .map(line -> line.replaceAll(" +", " "))
                .toList();

        assertThat(lines)
                .contains(
                        "one rule written by hand 20 ns 20 ns 30 ns 0",
                        "a decision: a rule permits 320 ns 400 ns 480 ns 0 16.0 x one rule written by hand, goal 1.0 us"
                                + " reached",
                        "100,000 nodes, new shape 5.5 ms 6.0 ms 8.3 ms 4,000,000 0.13 x 100,000 nodes one by one, goal"
                                + " 5.0 ms missed");
    }

    @Test
    void shouldSayWhetherTheFiguresCount() {
        assertThat(PolicyTable.lines(Reports.drifting(0.04)))
                .contains("VALID: the rule written by hand drifted 4 % between rounds (limit 15 %)");
        assertThat(PolicyTable.lines(Reports.drifting(0.2)).getLast())
                .startsWith("VOID: the rule written by hand drifted 20 % between rounds, more than 15 %")
                .endsWith("Maybe run again when the machine is calm.");
    }

    @Test
    void shouldSayWhereTheLoadIsNotKnown() {
        assertThat(PolicyTable.lines(Reports.drifting(0, -1))).contains("load     not known in the minute before");
    }

    @ParameterizedTest
    @CsvSource({"9.94, 9.9 ns", "10, 10 ns", "999, 999 ns", "1000, 1.0 us", "999900, 999.9 us", "5000000, 5.0 ms"})
    void shouldWriteTimesInTheUnitThatFits(double nanos, String text) {
        assertThat(PolicyTable.time(nanos)).isEqualTo(text);
    }
}
