package dev.tieline.policy.document;

/** A declared file that cannot be used, with the file, the line and the key that are at fault. */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DocumentException(Place place, String problem) {
        super(place + ": " + problem);
    }
}
