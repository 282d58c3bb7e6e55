package dev.tieline.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Outcome LYON = new Outcome.Answered("eu-west", "FR", "FR", "offload", "allowed");
    private static final Outcome CLINIC = new Outcome.Answered("clinic-berlin", "DE", "DE", "local", "allowed");
    private static final Outcome REFUSED = new Outcome.Refused("", "no room");
    private static final Outcome WARMING = new Outcome.Warming(Duration.ofSeconds(1), "on its way");

    @Test
    void shouldTellWhereAnswersCameFromAndWhatWasNotAnswered() {
        var outcomes = Outcomes.of(List.of(LYON, REFUSED, LYON, CLINIC, WARMING));

        assertThat(outcomes)
                .hasToString(
                        "  5 requests: 1 in DE (clinic-berlin), 2 in FR (eu-west), 1 refused, 1 told to come again");
        assertThat(outcomes.sites()).containsExactlyInAnyOrder("eu-west", "clinic-berlin");
        assertThat(outcomes.refused()).containsExactly((Outcome.Refused) REFUSED);
    }

    @Test
    void shouldNotNameWhatDidNotHappen() {
        assertThat(Outcomes.of(List.of(REFUSED))).hasToString("  1 requests: 1 refused");
    }
}
