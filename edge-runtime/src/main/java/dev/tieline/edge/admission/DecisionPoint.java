package dev.tieline.edge.admission;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.policy.Action;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts the questions of this node to the policy evaluator: may this stay, may it go there, may it be accepted, may its
 * answer go to a local device, may a model be brought here.
 *
 * <p>Every fact of a site comes from the site book, none from a message.
 */
public final class DecisionPoint {
    private static final int ID_BYTES = 16;

    private final DeviceId self;
    private final Supplier<Knowledge> knowledge;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * Makes one.
     *
     * @param random makes the ids of decisions
     */
    public DecisionPoint(DeviceId self, Supplier<Knowledge> knowledge, InstantSource clock, RandomGenerator random) {
        this.self = self;
        this.knowledge = knowledge;
        this.clock = clock;
        this.random = random;
    }

    /** What a decision shall be known by: 128 random bits, as 32 hexadecimal digits. */
    public String newId() {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** May the call run on this node, which asked for it? */
    public PolicyDecision stay(InferenceCall call) {
        return decide(knowledge.get(), call, null);
    }

    /**
     * May the call travel from this node to that one, and its answer back? Not where its label, which goes along, says
     * less than this node was told since the call came.
     */
    public PolicyDecision leave(InferenceCall call, NodeAddress executor) {
        var known = knowledge.get();
        var decision = decide(known, call, executor.site());
        return decision.permitted() && outgrown(known, call) ? outgrownBy(known, call) : decision;
    }

    /** May the answer go from this node over its broker to a client at its own site? */
    public PolicyDecision answer(InferenceCall call) {
        return decide(knowledge.get(), call, self.site());
    }

    /** May this node run what another node's site has sent? */
    public PolicyDecision accept(DataLabel label, @Nullable String purpose, SiteId origin) {
        var known = knowledge.get();
        var now = clock.instant();
        return decide(known, now, label, purpose, origin, known.sites().path(origin, self.site(), now));
    }

    /**
     * May this node run what another node's site has sent, and the controller of a third has forwarded?
     *
     * @param via the site that the forwarder names; denied if it is not that of the site book's controller
     */
    public PolicyDecision acceptForwarded(DataLabel label, @Nullable String purpose, SiteId origin, SiteId via) {
        var known = knowledge.get();
        var controller = known.sites().controller();
        if (!controller.equals(Optional.of(via))) {
            return PolicyDecision.Deny.because("it was forwarded by " + via + ", and the site book names "
                    + controller.map(SiteId::value).orElse("nobody") + " as the controller");
        }
        var now = clock.instant();
        return decide(known, now, label, purpose, origin, known.sites().dispatchPath(origin, via, self.site(), now));
    }

    /**
     * May a model whose weights have that label be brought to this node?
     *
     * <p>It comes from the controller, which asks the same before it sends a model here.
     */
    public PolicyDecision bring(DataLabel weights) {
        var known = knowledge.get();
        var now = clock.instant();
        var origin = known.sites()
                .controller()
                .map(site -> known.sites().facts(site, now))
                .orElseGet(() -> SiteFacts.unknown(""));
        var here = TransferPath.of(Hop.process(known.sites().facts(self.site(), now)));
        return deploy(known, now, weights, origin, here);
    }

    /** May a model whose weights have that label stay on this node, where it is already? Only a forbid says no. */
    public PolicyDecision keep(DataLabel weights) {
        var known = knowledge.get();
        var now = clock.instant();
        return deploy(known, now, weights, known.sites().facts(self.site(), now), TransferPath.EMPTY);
    }

    /**
     * How much of the call may this node send to the controller, which may choose any executor?
     *
     * <p>The body stays, too, while nobody has told this node what requests to the model are at least, and where that is
     * more than the call is labelled, which was read before: the label that goes along would be too low, and unknown is no
     * permission.
     */
    public Dispatching dispatch(InferenceCall call) {
        var known = knowledge.get();
        var controller = known.sites().controller().orElse(null);
        if (controller == null) {
            return new Dispatching.NoController();
        }
        var now = clock.instant();
        var path = known.sites().dispatchPath(self.site(), controller, null, now);
        var label = label(known, call);
        // What is denied on the way to it is denied with every executor behind it: one more hop never permits.
        if (decide(known, now, label, call.purpose(), self.site(), wayTo(controller, path))
                instanceof PolicyDecision.Deny deny) {
            return new Dispatching.Nothing(controller, deny);
        }
        return switch (decide(known, now, label, call.purpose(), self.site(), path)) {
            case PolicyDecision.Permit permit -> permitted(known, call, controller, permit);
            case PolicyDecision.Deny deny -> new Dispatching.Enquiry(controller, deny);
        };
    }

    private static Dispatching permitted(
            Knowledge known, InferenceCall call, SiteId controller, PolicyDecision.Permit permit) {
        if (!known.routes().tells(call.model())) {
            return new Dispatching.Enquiry(controller, untold(call));
        }
        return outgrown(known, call)
                ? new Dispatching.Enquiry(controller, outgrownBy(known, call))
                : new Dispatching.Whole(controller, permit);
    }

    private static PolicyDecision.Deny untold(InferenceCall call) {
        return PolicyDecision.Deny.because(
                "nobody has told this node yet what requests to " + call.model() + " are at least");
    }

    /** What the call's data is at least, by its own word and by what this node is told now. */
    private static DataLabel label(Knowledge known, InferenceCall call) {
        return call.label().join(known.routes().label(call.model()));
    }

    /** Whether this node is told more of the call's data than the call says. */
    private static boolean outgrown(Knowledge known, InferenceCall call) {
        return !label(known, call).equals(call.label());
    }

    private static PolicyDecision.Deny outgrownBy(Knowledge known, InferenceCall call) {
        return PolicyDecision.Deny.because("since the call came, labelled " + call.label()
                + ", this node was told that requests to " + call.model() + " are at least "
                + known.routes().label(call.model()));
    }

    /** Where this answer came from, for people: a jurisdiction such as {@code DE}, or {@code unknown}. */
    public String jurisdiction(SiteId site) {
        return named(facts(site).country());
    }

    /** The country of the ultimate parent company of whoever runs that site, such as {@code US}, or {@code unknown}. */
    public String operator(SiteId site) {
        return named(facts(site).operatorHome());
    }

    private SiteFacts facts(SiteId site) {
        return knowledge.get().sites().facts(site, clock.instant());
    }

    private static String named(@Nullable Jurisdiction country) {
        return country == null ? "unknown" : country.toString();
    }

    /** Decides on one view of the world. The data stays on the node that asked where no executor is given. */
    private PolicyDecision decide(Knowledge known, InferenceCall call, @Nullable SiteId executor) {
        var now = clock.instant();
        var path = executor == null ? TransferPath.EMPTY : known.sites().path(self.site(), executor, now);
        return decide(known, now, label(known, call), call.purpose(), self.site(), path);
    }

    private PolicyDecision decide(
            Knowledge known, Instant now, DataLabel label, @Nullable String purpose, SiteId origin, TransferPath path) {
        var asking = new Origin(self.tenant().value(), known.sites().facts(origin, now));
        return known.policy().decide(new PolicyRequest(Action.INFER, label, purpose, Transform.RAW, now, asking, path));
    }

    private PolicyDecision deploy(
            Knowledge known, Instant now, DataLabel weights, SiteFacts origin, TransferPath path) {
        var asking = new Origin(self.tenant().value(), origin);
        return known.policy()
                .decide(new PolicyRequest(Action.DEPLOY_MODEL, weights, null, Transform.RAW, now, asking, path));
    }

    private static TransferPath wayTo(SiteId controller, TransferPath path) {
        var hops = path.hops();
        var end = 0;
        while (!hops.get(end).facts().site().equals(controller.value())) {
            end++;
        }
        return new TransferPath(hops.subList(0, end + 1));
    }
}
