package dev.tieline.edge.admission;

import dev.tieline.devices.SiteId;
import dev.tieline.policy.PolicyDecision;

/** How much of a call may go to the controller, so that it finds a node for it. */
public sealed interface Dispatching {

    /**
     * All of it: policy permits the way through the controller, whoever will run the call.
     *
     * @param permit the decision about that way, with an executor of which nothing is known
     */
    record Whole(SiteId controller, PolicyDecision.Permit permit) implements Dispatching {}

    /**
     * The question alone, without a body: some executor may be permitted, and not every one is.
     *
     * @param body why the body stays
     */
    record Enquiry(SiteId controller, PolicyDecision.Deny body) implements Dispatching {}

    /**
     * Nothing: policy denies the way through the brokers and the controller, so that no executor could be permitted.
     *
     * @param decision the denial
     */
    record Nothing(SiteId controller, PolicyDecision.Deny decision) implements Dispatching {}

    /** Nothing: the site book names no controller. */
    record NoController() implements Dispatching {}
}
