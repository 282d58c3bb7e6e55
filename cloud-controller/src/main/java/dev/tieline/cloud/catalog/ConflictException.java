package dev.tieline.cloud.catalog;

/** A document, or its removal, that contradicts what is declared already. Nothing was changed. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }
}
