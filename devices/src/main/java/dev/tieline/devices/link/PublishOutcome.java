package dev.tieline.devices.link;

/** What became of a published message. */
public sealed interface PublishOutcome {

    /** The broker has it (QoS 1), or it was written to the connection (QoS 0). */
    record Accepted() implements PublishOutcome {}

    /**
     * The broker has it and nobody is subscribed (PUBACK reason 0x10). A retained message is kept nevertheless.
     * Brokers need not report this, so {@link Accepted} does not prove that there is a subscriber.
     */
    record NoSubscribers() implements PublishOutcome {}

    /** The broker does not have it, as far as the link knows. */
    record Failed(LinkFailure failure) implements PublishOutcome {}
}
