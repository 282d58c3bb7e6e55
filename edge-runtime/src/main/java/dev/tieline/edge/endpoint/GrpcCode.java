package dev.tieline.edge.endpoint;

/** The status codes of gRPC that this node answers with (grpc/grpc, {@code doc/statuscodes.md}). */
public enum GrpcCode {
    OK(0),
    INVALID_ARGUMENT(3),
    DEADLINE_EXCEEDED(4),
    NOT_FOUND(5),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    FAILED_PRECONDITION(9),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14);

    private final int number;

    GrpcCode(int number) {
        this.number = number;
    }

    /** The number that stands for it on the wire, in {@code grpc-status}. */
    public int number() {
        return number;
    }
}
