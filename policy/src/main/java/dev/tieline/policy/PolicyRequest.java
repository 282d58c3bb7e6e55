package dev.tieline.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The question that a policy answers: may this be done with this data along this path?
 *
 * @param action what is to be done
 * @param label the effective label, after every join
 * @param purpose what for, as the bundle's purposes name it; null where that is not known
 * @param transform what was made of the payload; null where that is not known
 * @param at the moment of the transfer
 * @param origin the asking node's tenant and site
 * @param path the hops after the asking node; empty if the data stays there
 */
public record PolicyRequest(
        Action action,
        DataLabel label,
        @Nullable String purpose,
        @Nullable Transform transform,
        Instant at,
        Origin origin,
        TransferPath path) {

    /** @throws IllegalArgumentException if the purpose is blank */
    public PolicyRequest {
        if (purpose != null && purpose.isBlank()) {
            throw new IllegalArgumentException("A policy request has a blank purpose. Maybe leave it out");
        }
    }

    /** The same question about another path. */
    public PolicyRequest withPath(TransferPath other) {
        return new PolicyRequest(action, label, purpose, transform, at, origin, other);
    }
}
