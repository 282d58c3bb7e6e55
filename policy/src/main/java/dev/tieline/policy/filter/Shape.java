package dev.tieline.policy.filter;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Transform;
import org.jspecify.annotations.Nullable;

/**
 * What policy sees of a request, its path left aside.
 *
 * @param epoch the number of the stretch of time that its moment lies in
 * @param origin the asking site, blurred
 */
record Shape(
        Action action,
        DataLabel label,
        @Nullable String purpose,
        @Nullable Transform transform,
        int epoch,
        Origin origin) {

    static Shape of(PolicyRequest request, Epochs epochs, Blur blur) {
        return new Shape(
                request.action(),
                request.label(),
                request.purpose(),
                request.transform(),
                epochs.of(request.at()),
                blur.origin(request.origin()));
    }
}
