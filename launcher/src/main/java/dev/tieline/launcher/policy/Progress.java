package dev.tieline.launcher.policy;

import java.io.PrintWriter;

/** Tells on a terminal how far long work has come; elsewhere it keeps quiet. */
final class Progress {
    private static final int STEP = 1_000;

    private final PrintWriter terminal;
    private final boolean shown;
    private long count;

    /** @param shown whether the writer leads to a terminal */
    Progress(PrintWriter terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    /** Progress on standard error, if the script which started this program saw a terminal there. */
    static Progress onTerminal(PrintWriter err) {
        return new Progress(err, "yes".equals(System.getenv("TIELINE_TERMINAL")));
    }

    /** One more is done. */
    void step() {
        count++;
        if (shown && count % STEP == 0) {
            terminal.print("\r" + count + " asked ...");
            terminal.flush();
        }
    }

    /** All is done: what was shown is wiped. */
    void end() {
        if (shown && count >= STEP) {
            terminal.print("\r" + " ".repeat(32) + "\r");
            terminal.flush();
        }
    }
}
