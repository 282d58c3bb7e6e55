package dev.tieline.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private final ArrayList<String> lines = new ArrayList<>();
    private final Narrator narrator = new Narrator(lines::add);

    @Test
    void shouldTellWhatHolds() {
        narrator.chapter("1. It begins");
        narrator.say("somebody asks");
        narrator.hold(true, "somebody answers");

        assertThat(lines).containsExactly("", "1. It begins", "   somebody asks", "     ok: somebody answers");
    }

    @Test
    void shouldEndTheStoryAtWhatDoesNotHold() {
        assertThatThrownBy(() -> narrator.hold(false, "somebody answers"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("the demo expected that somebody answers, and it is not so.");
        assertThat(lines).isEmpty();
    }
}
