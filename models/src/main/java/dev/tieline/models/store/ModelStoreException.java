package dev.tieline.models.store;

/** A {@link StoreFailure} on its way to whoever asked for the bytes. */
public final class ModelStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StoreFailure failure;

    public ModelStoreException(StoreFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public StoreFailure failure() {
        return failure;
    }
}
