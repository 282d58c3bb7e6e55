package dev.tieline.launcher.demo;

import dev.tieline.launcher.console.CommandFailure;
import java.util.function.Consumer;

/** Tells the story, line by line, and ends it at the first thing that is not as it should be. */
final class Narrator {
    private final Consumer<String> lines;

    Narrator(Consumer<String> lines) {
        this.lines = lines;
    }

    void chapter(String title) {
        lines.accept("");
        lines.accept(title);
    }

    /** Tells something that happened. */
    void say(String line) {
        lines.accept("   " + line);
    }

    /** Tells what holds. @throws CommandFailure if it does not */
    void hold(boolean holds, String what) {
        if (!holds) {
            throw new CommandFailure("the demo expected that " + what + ", and it is not so. The logs of its processes"
                    + " lie in the folder named above.");
        }
        lines.accept("     ok: " + what);
    }
}
