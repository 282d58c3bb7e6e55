package dev.tieline.policy.bundle;

import java.util.List;

/** Whether a node has policy bundles that it may decide by. */
public sealed interface BundleState {

    /**
     * Bundles that were read completely. Whether they are in force at a given moment is their own times' question; if
     * none of them is of the level platform, nothing leaves the node that asked, and their forbids count for what stays.
     */
    record Valid(PolicySet policy) implements BundleState {}

    /**
     * No bundle that may be used: then only requests that stay on the node that asked are permitted.
     *
     * @param reason why there is none, such as {@code no bundle is configured}
     */
    record Absent(String reason) implements BundleState {}

    /**
     * Bundles of which one cannot be used, or which do not fit together: then what leaves the node that asked is denied,
     * and the forbids that can be read still count for what stays.
     *
     * @param rest the bundles that can be read, in sets that fit together; a bundle may be in several of them
     * @param reason what is wrong, such as {@code the bundles a version 1, b version 2 do not fit together: ...}
     */
    record Broken(List<PolicySet> rest, String reason) implements BundleState {
        public Broken {
            rest = List.copyOf(rest);
        }
    }
}
