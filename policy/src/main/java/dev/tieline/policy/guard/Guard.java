package dev.tieline.policy.guard;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import org.jspecify.annotations.Nullable;

/** An expression that is ready to be asked. Immutable and thread-safe. */
public interface Guard {

    /** The expression as it was written. */
    String text();

    /** Whether the expression says anything about a hop; if not, it has the same value for each. */
    boolean mentionsHop();

    /**
     * What the expression says of a request and a hop; unknown where it fails, for instance on a fact that is missing.
     *
     * @param hop null to ask about the request alone, of an expression that mentions no hop
     */
    Truth test(PolicyRequest request, @Nullable Hop hop);
}
