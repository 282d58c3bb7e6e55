package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionPointTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final DecisionPoint policy = new DecisionPoint(
            World.device(World.CLINIC),
            () -> {
                looks.incrementAndGet();
                return World.knowledge();
            },
            World.CLOCK);

    @Test
    void shouldDecideOnOneViewOfTheWorld() {
        var decision = policy.leave(Calls.simple(World.PERSONAL), World.FRANKFURT);

        assertThat(decision.permitted()).isTrue();
        assertThat(looks)
                .as("a path of one site book, judged by the rules of another")
                .hasValue(1);
    }

    @Test
    void shouldAcceptByItsOwnFactsOfTheSiteThatAsks() {
        assertThat(policy.accept(World.PERSONAL, null, World.FRANKFURT.site()).permitted())
                .isTrue();
        assertThat(policy.accept(World.HEALTH, null, World.FRANKFURT.site()).permitted())
                .isFalse();
    }
}
