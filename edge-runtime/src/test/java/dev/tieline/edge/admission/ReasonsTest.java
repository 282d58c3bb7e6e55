package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    private final Reasons reasons = new Reasons();

    @Test
    void shouldNameEachNodeWithItsReason() {
        reasons.add(node(1), "busy").add(node(2), "no answer in time");

        assertThat(reasons).hasToString("s/n-1: busy; s/n-2: no answer in time");
    }

    @Test
    void shouldNameNodesWithTheSameReasonTogether() {
        reasons.add(node(1), "busy").add(node(2), "no answer in time").add(node(3), "busy");

        assertThat(reasons).hasToString("s/n-1, s/n-3: busy; s/n-2: no answer in time");
    }

    @Test
    void shouldStayReadableWithManyNodes() {
        for (int i = 0; i < 10; i++) {
            reasons.add(node(i), "busy");
        }

        assertThat(reasons).hasToString("s/n-0, s/n-1, s/n-2, s/n-3 and 6 more: busy");
    }

    @Test
    void shouldStayReadableWithManyReasons() {
        for (int i = 0; i < 10; i++) {
            reasons.add(node(i), "reason " + i);
        }

        assertThat(reasons.toString()).endsWith("s/n-3: reason 3; and 6 more for other reasons");
    }

    @Test
    void shouldBeEmptyUntilSomethingIsSaid() {
        assertThat(reasons.isEmpty()).isTrue();
        assertThat(reasons.add(node(1), "busy").isEmpty()).isFalse();
    }

    private static NodeAddress node(int number) {
        return NodeAddress.of("s/n-" + number);
    }
}
