package dev.tieline.models;

/**
 * One file of a model, pinned by its digest.
 *
 * @param entry its path inside the package that carries it
 * @param digest the SHA-256 of its bytes
 * @param size its length in bytes, at least 1
 */
public record Artifact(String entry, Digest digest, long size) {

    public Artifact {
        if (entry.isEmpty()) {
            throw new IllegalArgumentException(
                    "an artifact needs its path inside the package, and this one's is empty");
        }
        if (size < 1) {
            throw new IllegalArgumentException(
                    "the artifact " + entry + " needs at least 1 byte, and its size is " + size);
        }
    }

    @Override
    public String toString() {
        return entry + " (" + digest + ", " + size + " bytes)";
    }
}
