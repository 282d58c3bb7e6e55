package dev.tieline.launcher.console;

/** A command that cannot do what it was asked: its message is all that a person needs to see. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what could not be done, with every name and value; then, where there is advice, "Maybe ..." */
    public CommandFailure(String sentence) {
        super(sentence);
    }

    public CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
