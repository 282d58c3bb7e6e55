package dev.tieline.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final long STRUCK = Duration.ofSeconds(1).toNanos();

    @Test
    void shouldCountAsServedAgainOnlyWhatWasAskedAfterTheBlowAndAnsweredElsewhere() {
        var calls = calls(
                answer(900, 1_005, "lyon"), // asked before
                answer(1_001, 1_006, "frankfurt"), // the dead one's last word
                refusal(1_002, 1_007, "unreachable"),
                answer(1_003, 1_020, "lyon"),
                answer(1_004, 1_030, "lyon"));

        assertThat(calls.servedAgain("lyon"::equals)).contains(Duration.ofMillis(20));
    }

    @Test
    void shouldNotBeServedAgainWhereNobodyAnswers() {
        var calls = calls(answer(900, 950, "lyon"), refusal(1_001, 1_002, "warming"));

        assertThat(calls.servedAgain(site -> true)).isEmpty();
    }

    @Test
    void shouldFindTheLongestGapFromTheLastAnswerBeforeTheBlow() {
        var calls = calls(
                answer(100, 200, "lyon"), // the long pause before the blow does not count
                answer(980, 990, "lyon"),
                refusal(1_000, 1_010, "unreachable"),
                answer(1_020, 1_090, "lyon"),
                answer(1_100, 1_150, "lyon"));

        assertThat(calls.longestGap()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldMeasureTheGapFromTheBlowWhereNothingWasAnsweredBefore() {
        assertThat(calls(answer(1_020, 1_090, "lyon")).longestGap()).isEqualTo(Duration.ofMillis(90));
    }

    @Test
    void shouldTakeCallsInTheOrderInWhichTheyEnded() {
        var calls = calls(answer(1_001, 1_300, "lyon"), answer(1_002, 1_100, "vienna"), answer(1_003, 1_200, "lyon"));

        assertThat(calls.longestGap()).isEqualTo(Duration.ofMillis(100));
        assertThat(calls.servedAgain(site -> true)).contains(Duration.ofMillis(100));
    }

    @Test
    void shouldCountTheRequestsThatEndedAfterTheBlow() {
        var calls = calls(
                answer(100, 200, "lyon"),
                refusal(100, 300, "overloaded"),
                answer(400, 3_400, "lyon"),
                refusal(1_001, 1_002, "warming"),
                refusal(1_001, 1_003, "warming"),
                refusal(1_001, 1_004, "unreachable"));

        assertThat(calls.answered()).isEqualTo(1);
        assertThat(calls.refused()).isEqualTo(Map.of("warming", 2L, "unreachable", 1L));
        assertThat(calls.slowest()).isEqualTo(Duration.ofSeconds(3));
    }

    private static Calls calls(Call... calls) {
        return new Calls(STRUCK, List.of(calls));
    }

    private static Call answer(long begunMillis, long endedMillis, String site) {
        return new Call(begunMillis * 1_000_000, endedMillis * 1_000_000, true, site);
    }

    private static Call refusal(long begunMillis, long endedMillis, String code) {
        return new Call(begunMillis * 1_000_000, endedMillis * 1_000_000, false, code);
    }
}
