package dev.tieline.edge.endpoint;

/**
 * How much may be inside a node at the same time.
 *
 * @param requests at least 1
 * @param bytes of memory for what they bring and for their answers, together; at least 1
 */
public record EntranceBounds(int requests, long bytes) {
    public EntranceBounds {
        if (requests < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "at least 1 request and 1 byte must be allowed inside, and the bounds are " + requests + " and "
                            + bytes);
        }
    }
}
