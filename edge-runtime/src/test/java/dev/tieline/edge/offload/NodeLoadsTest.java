package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLoadsTest {
    private static final Candidate FIRST = new Candidate(NodeAddress.of("a/n-1"), World.PERMIT);
    private static final Candidate SECOND = new Candidate(NodeAddress.of("b/n-1"), World.PERMIT);
    private static final Candidate THIRD = new Candidate(NodeAddress.of("c/n-1"), World.PERMIT);

    private static final long NOW = 1_000_000;

    private final NodeLoads loads = new NodeLoads();

    @Test
    void shouldPreferTheFirstOfTheRouteWhenBothAreIdle() {
        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND, THIRD), NOW)).isEqualTo(FIRST);
    }

    @Test
    void shouldPreferTheSecondWhileTheFirstOwesMoreAnswers() {
        loads.sent(FIRST.node());

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND, THIRD), NOW)).isEqualTo(SECOND);
    }

    @Test
    void shouldPreferTheSecondWhileTheFirstToldOfALongQueue() {
        told(FIRST, 3);
        loads.sent(SECOND.node());

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), NOW)).isEqualTo(SECOND);
    }

    @Test
    void shouldReturnToTheFirstOnceWhatItToldIsNoNewsAnyMore() {
        told(FIRST, 3);

        long soon = NOW + Duration.ofMillis(1_900).toNanos();
        long later = NOW + Duration.ofSeconds(2).toNanos();

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), soon)).isEqualTo(SECOND);
        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), later)).isEqualTo(FIRST);
    }

    @Test
    void shouldReturnToTheFirstOnceItHasAnswered() {
        loads.sent(FIRST.node()).ended();

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), NOW)).isEqualTo(FIRST);
    }

    @Test
    void shouldTakeTheOnlyCandidateHoweverBusy() {
        told(THIRD, 100);

        assertThat(loads.betterOfTwo(List.of(THIRD), NOW)).isEqualTo(THIRD);
    }

    @Test
    void shouldCountACallAsEndedHoweverManyOtherNodesWereAskedSince() {
        var first = loads.sent(FIRST.node());
        for (int i = 0; i < 2_000; i++) {
            loads.sent(NodeAddress.of("c/n-" + i)).ended();
        }

        first.ended();

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), NOW)).isEqualTo(FIRST);
    }

    private void told(Candidate candidate, int queueHint) {
        var load = loads.sent(candidate.node());
        load.told(queueHint, NOW);
        load.ended();
    }
}
