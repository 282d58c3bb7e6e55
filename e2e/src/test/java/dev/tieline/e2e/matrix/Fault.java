package dev.tieline.e2e.matrix;

/** How a process is broken. */
enum Fault {
    /** It is killed with no chance to tidy up, and started again later with what is on its disk. */
    KILL("kill -9"),
    /** It is stopped for a while, and its connections with it, which do not break. */
    FREEZE("SIGSTOP"),
    /** Its connection to the broker (the broker's: to everybody) passes nothing, and nobody is told. */
    BLACK_HOLE("black hole"),
    /** It is ended and started again at once with an empty disk. */
    FORGET("restart without data");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
