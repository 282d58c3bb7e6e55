package dev.tieline.edge.endpoint;

import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.infer.InferenceError;
import java.time.Duration;
import java.util.OptionalLong;

/** The one table from errors to the status codes of HTTP and gRPC. */
public final class ErrorTable {

    private ErrorTable() {}

    public static int status(InferenceError error) {
        return switch (error) {
            case InferenceError.InvalidRequest invalid -> 400;
            case InferenceError.PolicyDenied denied -> 403;
            case InferenceError.UnknownModel unknown -> 404;
            case InferenceError.TooLarge large -> 413;
            case InferenceError.UnsupportedContent unsupported -> 415;
            case InferenceError.ExecutionFailed failed -> 500;
            case InferenceError.Unreachable unreachable -> 502;
            case InferenceError.ModelNotReady notReady -> 503;
            case InferenceError.Overloaded overloaded -> 503;
            case InferenceError.Warming warming -> 503;
            case InferenceError.DeadlineExceeded late -> 504;
        };
    }

    public static int status(RepositoryFailure failure) {
        return switch (failure) {
            case RepositoryFailure.UnknownModel unknown -> 404;
            case RepositoryFailure.Managed managed -> 409;
            case RepositoryFailure.LoadFailed failed -> 500;
            case RepositoryFailure.Busy busy -> 503;
            case RepositoryFailure.ShuttingDown going -> 503;
        };
    }

    /**
     * The status code of gRPC. Where another attempt may end otherwise it is {@code UNAVAILABLE}, which is the one that
     * clients retry.
     */
    public static GrpcCode grpc(InferenceError error) {
        return switch (error) {
            case InferenceError.InvalidRequest invalid -> GrpcCode.INVALID_ARGUMENT;
            case InferenceError.PolicyDenied denied -> GrpcCode.PERMISSION_DENIED;
            case InferenceError.UnknownModel unknown -> GrpcCode.NOT_FOUND;
            case InferenceError.TooLarge large -> GrpcCode.RESOURCE_EXHAUSTED;
            case InferenceError.UnsupportedContent unsupported -> GrpcCode.UNIMPLEMENTED;
            case InferenceError.ExecutionFailed failed -> GrpcCode.INTERNAL;
            case InferenceError.Unreachable unreachable -> GrpcCode.UNAVAILABLE;
            case InferenceError.ModelNotReady notReady -> GrpcCode.UNAVAILABLE;
            case InferenceError.Overloaded overloaded -> GrpcCode.UNAVAILABLE;
            case InferenceError.Warming warming -> GrpcCode.UNAVAILABLE;
            case InferenceError.DeadlineExceeded late -> GrpcCode.DEADLINE_EXCEEDED;
        };
    }

    /** The status code of gRPC for what went wrong with a model of the repository. */
    public static GrpcCode grpc(RepositoryFailure failure) {
        return switch (failure) {
            case RepositoryFailure.UnknownModel unknown -> GrpcCode.NOT_FOUND;
            case RepositoryFailure.Managed managed -> GrpcCode.FAILED_PRECONDITION;
            case RepositoryFailure.LoadFailed failed -> GrpcCode.INTERNAL;
            case RepositoryFailure.Busy busy -> GrpcCode.UNAVAILABLE;
            case RepositoryFailure.ShuttingDown going -> GrpcCode.UNAVAILABLE;
        };
    }

    /**
     * The value of {@code Retry-After} in whole seconds, rounded up and at least 1, of what may be otherwise soon: every
     * 503. A model that is not ready is being loaded or replaced, or its node is going, which another stands in for.
     */
    public static OptionalLong retryAfterSeconds(InferenceError error) {
        return switch (error) {
            case InferenceError.Overloaded overloaded -> wholeSeconds(overloaded.retryAfter());
            case InferenceError.Warming warming -> wholeSeconds(warming.retryAfter());
            case InferenceError.ModelNotReady notReady -> OptionalLong.of(1);
            default -> OptionalLong.empty();
        };
    }

    /** The value of {@code Retry-After} in whole seconds: of every 503. */
    public static OptionalLong retryAfterSeconds(RepositoryFailure failure) {
        return status(failure) == 503 ? OptionalLong.of(1) : OptionalLong.empty();
    }

    private static OptionalLong wholeSeconds(Duration duration) {
        return OptionalLong.of(Math.max(1, duration.plusNanos(999_999_999).toSeconds()));
    }
}
