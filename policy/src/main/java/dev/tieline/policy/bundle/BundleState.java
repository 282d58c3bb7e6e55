package dev.tieline.policy.bundle;

/** Whether a node has a policy bundle that it may decide by. */
public sealed interface BundleState {

    /** A bundle that was read completely. Whether it is in force at a given moment is its own times' question. */
    record Valid(PolicyBundle bundle) implements BundleState {}

    /**
     * No bundle that may be used: then only requests that stay on the node that asked are permitted.
     *
     * @param reason why there is none, such as {@code no bundle is configured}
     */
    record Absent(String reason) implements BundleState {}
}
