package dev.tieline.models.infer;

import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a request has no answer. HTTP, gRPC and MQTT each map this family in one table. */
public sealed interface InferenceError {

    /** The word that stands for the kind of error on the wire, such as {@code invalid_request}. */
    String code();

    /** What went wrong, for people, with names and values. */
    String message();

    /** This error as something to throw. */
    default InferenceException asException() {
        return new InferenceException(this);
    }

    /** The request breaks the protocol or does not fit the model. */
    record InvalidRequest(String message) implements InferenceError {
        @Override
        public String code() {
            return "invalid_request";
        }
    }

    /** The body is in an encoding or of a kind that is not read here. */
    record UnsupportedContent(String message) implements InferenceError {
        @Override
        public String code() {
            return "unsupported_content";
        }
    }

    /**
     * No such model, or no such version of it.
     *
     * @param model the model as the caller wrote it
     */
    record UnknownModel(String model) implements InferenceError {
        @Override
        public String code() {
            return "unknown_model";
        }

        @Override
        public String message() {
            return "Request for unknown model: '" + model + "' is not found";
        }
    }

    /** The model is known and cannot answer now. */
    record ModelNotReady(String model, String reason) implements InferenceError {
        @Override
        public String code() {
            return "model_not_ready";
        }

        @Override
        public String message() {
            return "the model '" + model + "' is not ready: " + reason;
        }
    }

    /** The body, or a tensor it declares, is over a limit. */
    record TooLarge(String message) implements InferenceError {
        @Override
        public String code() {
            return "too_large";
        }
    }

    /**
     * Policy allows no place where the request could be served.
     *
     * @param rule the rule that decided, or the permit that came nearest; null if there is neither
     * @param mismatch what did not fit that rule, as far as that is known
     */
    record PolicyDenied(
            String message, @Nullable String rule, @Nullable Mismatch mismatch) implements InferenceError {

        /** A refusal of which no more is known than the rule. */
        public PolicyDenied(String message, @Nullable String rule) {
            this(message, rule, null);
        }

        /** A refusal for the cause that a denial has. */
        public static PolicyDenied by(PolicyDecision.Deny deny, String message) {
            return by(deny.cause().orElse(null), message);
        }

        /** A refusal for what did not fit a rule, if any rule says so. */
        public static PolicyDenied by(@Nullable Misfit cause, String message) {
            return cause == null
                    ? new PolicyDenied(message, null)
                    : new PolicyDenied(message, cause.rule(), Mismatch.of(cause));
        }

        @Override
        public String code() {
            return "policy_denied";
        }
    }

    /**
     * No place has room for the request in time.
     *
     * @param retryAfter when it may be worth trying again; not negative
     * @param rule the policy rule that keeps the request from places that may have room, or null if none does
     * @param mismatch what did not fit that rule, as far as that is known
     */
    record Overloaded(
            String message,
            Duration retryAfter,
            @Nullable String rule,
            @Nullable Mismatch mismatch) implements InferenceError {

        /** A refusal of which no more is known than the rule. */
        public Overloaded(String message, Duration retryAfter, @Nullable String rule) {
            this(message, retryAfter, rule, null);
        }

        /** The same, where that denial keeps the request from places that may have room. */
        public Overloaded keptBy(PolicyDecision.Deny deny) {
            return deny.cause()
                    .map(cause -> new Overloaded(message, retryAfter, cause.rule(), Mismatch.of(cause)))
                    .orElse(this);
        }

        public Overloaded {
            if (retryAfter.isNegative()) {
                throw new IllegalArgumentException("retryAfter is not negative, and it is " + retryAfter);
            }
        }

        @Override
        public String code() {
            return "overloaded";
        }
    }

    /**
     * The model is being brought to a place that may run it, and is not there yet.
     *
     * @param retryAfter when it may be worth trying again; not negative
     */
    record Warming(String message, Duration retryAfter) implements InferenceError {
        public Warming {
            if (retryAfter.isNegative()) {
                throw new IllegalArgumentException("retryAfter is not negative, and it is " + retryAfter);
            }
        }

        @Override
        public String code() {
            return "warming";
        }
    }

    /** The answer could not be had within the caller's deadline. */
    record DeadlineExceeded(String message) implements InferenceError {
        @Override
        public String code() {
            return "deadline_exceeded";
        }
    }

    /** Nobody who could answer can be reached. */
    record Unreachable(String message) implements InferenceError {
        @Override
        public String code() {
            return "unreachable";
        }
    }

    /** The model was run and failed. */
    record ExecutionFailed(String message) implements InferenceError {
        @Override
        public String code() {
            return "execution_failed";
        }
    }
}
