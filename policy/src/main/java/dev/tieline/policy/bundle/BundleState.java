package dev.tieline.policy.bundle;

/** Whether a node has policy bundles that it may decide by. */
public sealed interface BundleState {

    /**
     * Bundles that were read completely. Whether they are in force at a given moment is their own times' question; if
     * none of them is of the level platform, they count as {@link Absent}.
     */
    record Valid(PolicySet policy) implements BundleState {}

    /**
     * No bundle that may be used: then only requests that stay on the node that asked are permitted.
     *
     * @param reason why there is none, such as {@code no bundle is configured}
     */
    record Absent(String reason) implements BundleState {}
}
