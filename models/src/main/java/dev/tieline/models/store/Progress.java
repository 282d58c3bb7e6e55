package dev.tieline.models.store;

/** Hears how far a download is. Called on the downloading thread, often; it should return at once. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. */
    Progress NONE = (done, total) -> {};

    /** Called when {@code done} of {@code total} bytes are there, those of earlier tries included. */
    void at(long done, long total);
}
