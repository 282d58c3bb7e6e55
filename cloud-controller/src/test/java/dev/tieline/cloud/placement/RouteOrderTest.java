package dev.tieline.cloud.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteOrderTest {
    private static final NodeAddress A = NodeAddress.of("s/a");
    private static final NodeAddress B = NodeAddress.of("s/b");
    private static final NodeAddress C = NodeAddress.of("s/c");
    private static final NodeAddress D = NodeAddress.of("s/d");

    private final RouteOrder order = new RouteOrder(10, 3);

    @Test
    void shouldBeginWithTheBest() {
        assertThat(order.order(Map.of(A, 20, B, 40, C, 30), List.of())).containsExactly(B, C, A);
    }

    @Test
    void shouldOrderEqualOnesByAddress() {
        assertThat(order.order(Map.of(C, 20, B, 20, A, 20), List.of())).containsExactly(A, B, C);
    }

    @Test
    void shouldKeepAKnownOrderThatIsNearlyAsGood() {
        assertThat(order.order(Map.of(A, 41, B, 50, C, 50), previous(A, B, C))).containsExactly(A, B, C);
    }

    @Test
    void shouldSwapNeighboursWhenTheLaterIsBetterByTheMargin() {
        assertThat(order.order(Map.of(A, 40, B, 50, C, 30), previous(A, B, C))).containsExactly(B, A, C);
    }

    @Test
    void shouldLetAMuchBetterNodePassSeveral() {
        assertThat(order.order(Map.of(A, 40, B, 35, C, 90), previous(A, B, C))).containsExactly(C, A, B);
    }

    @Test
    void shouldInsertANewNodeWhereItBelongs() {
        assertThat(order.order(Map.of(A, 40, B, 20, C, 30), previous(A, B))).containsExactly(A, C, B);
    }

    @Test
    void shouldDropWhoIsGone() {
        assertThat(order.order(Map.of(B, 20), previous(A, B))).containsExactly(B);
    }

    @Test
    void shouldKeepTheBestAndSpareWhoIsKnownFromBeingReplacedForLittle() {
        assertThat(order.order(Map.of(A, 40, B, 39, C, 38, D, 45), previous(A, B, C)))
                .containsExactly(A, B, C);
        assertThat(order.order(Map.of(A, 40, B, 39, C, 30, D, 45), previous(A, B, C)))
                .containsExactly(D, A, B);
    }

    @Test
    void shouldEndWithoutAMargin() {
        assertThat(new RouteOrder(0, 3).order(Map.of(A, 20, B, 20, C, 21), previous(A, B, C)))
                .containsExactly(C, A, B);
    }

    private static List<NodeAddress> previous(NodeAddress... nodes) {
        return Arrays.asList(nodes);
    }
}
