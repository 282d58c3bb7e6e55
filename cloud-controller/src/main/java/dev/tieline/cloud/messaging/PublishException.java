package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.LinkFailure;

/** Why an outgoing message was not acknowledged: the broker does not have it, as far as the link knows. */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient LinkFailure failure;

    PublishException(LinkFailure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    /** What a caller can act on. */
    public LinkFailure failure() {
        return failure;
    }
}
