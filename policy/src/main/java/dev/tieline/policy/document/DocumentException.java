package dev.tieline.policy.document;

/** A declared file that cannot be used, with the file, the line and the key that are at fault. */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String problem;

    public DocumentException(Place place, String problem) {
        super(place + ": " + problem);
        this.place = place;
        this.problem = problem;
    }

    /** Where the fault stands. */
    public Place place() {
        return place;
    }

    /** What the fault is, without its place. */
    public String problem() {
        return problem;
    }
}
