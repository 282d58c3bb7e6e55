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
        loads.told(FIRST.node(), 3, NOW);
        loads.sent(SECOND.node());

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), NOW)).isEqualTo(SECOND);
    }

    @Test
    void shouldReturnToTheFirstOnceWhatItToldIsNoNewsAnyMore() {
        loads.told(FIRST.node(), 3, NOW);

        long soon = NOW + Duration.ofMillis(1_900).toNanos();
        long later = NOW + Duration.ofSeconds(2).toNanos();

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), soon)).isEqualTo(SECOND);
        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), later)).isEqualTo(FIRST);
    }

    @Test
    void shouldReturnToTheFirstOnceItHasAnswered() {
        loads.sent(FIRST.node());
        loads.ended(FIRST.node());

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), NOW)).isEqualTo(FIRST);
    }

    @Test
    void shouldTakeTheOnlyCandidateHoweverBusy() {
        loads.told(THIRD.node(), 100, NOW);

        assertThat(loads.betterOfTwo(List.of(THIRD), NOW)).isEqualTo(THIRD);
    }
}
