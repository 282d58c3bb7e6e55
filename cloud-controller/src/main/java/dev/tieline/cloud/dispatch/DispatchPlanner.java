package dev.tieline.cloud.dispatch;

import dev.tieline.cloud.catalog.DeclaredModel;
import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Want;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of requests at the dispatch topic. Pure: the same request and world give the same decision. */
final class DispatchPlanner {
    private static final Duration ROUTE_FOLLOWS = Duration.ofSeconds(1);
    private static final Duration MODEL_LOADS = Duration.ofSeconds(2);
    private static final Duration ROOM_MAY_COME = Duration.ofSeconds(10);
    private static final int REASONS_TOLD = 3;

    private DispatchPlanner() {}

    static DispatchDecision decide(DispatchRequest request, DispatchWorld world) {
        var headers = request.headers();
        var deployed = world.declared().deployments().values().stream()
                .filter(deployment -> deployment.maxReplicas() > 0)
                .filter(deployment -> deployment.model().name().equals(headers.model()))
                .filter(deployment -> headers.version() == null
                        || deployment.model().version().equals(headers.version()))
                .toList();
        var model = deployed.stream().findFirst().flatMap(deployment -> model(deployment, world));
        if (model.isEmpty()) {
            return new DispatchDecision.Answer(
                    new InferenceError.UnknownModel(headers.model().value()));
        }
        var label = headers.label().join(model.get().manifest().labels().request());
        var serving = deployed.stream()
                .filter(deployment -> deployment.serves(request.asker().site()) && covers(deployment.label(), label))
                .toList();
        if (serving.isEmpty()) {
            return new DispatchDecision.Answer(
                    new InferenceError.PolicyDenied(notServed(request, label, deployed), null));
        }
        var allowed = warm(serving, model.get(), request, label, world);
        if (allowed.isEmpty()) {
            return new DispatchDecision.Place(
                    serving.getFirst().name(), new Want(request.asker().site(), label, purpose(headers, world)));
        }
        return request.enquiry()
                ? new DispatchDecision.Answer(new InferenceError.Warming(
                        allowed.getFirst() + " holds " + serving.getFirst().model()
                                + ", and the route to it is on its way",
                        ROUTE_FOLLOWS))
                : new DispatchDecision.Forward(allowed);
    }

    private static String notServed(DispatchRequest request, DataLabel label, List<Deployment> deployed) {
        return "No deployment of " + request.headers().model() + " serves data of " + label + " from "
                + request.asker().site() + ": "
                + deployed.stream()
                        .map(deployment -> deployment.name() + " serves up to " + deployment.label()
                                + (deployment.origins().isEmpty() ? "" : " from " + deployment.origins()))
                        .collect(Collectors.joining("; "));
    }

    /** A purpose that policy does not declare counts as none; kept apart, each invention would be a want of its own. */
    private static @Nullable String purpose(WorkHeaders headers, DispatchWorld world) {
        var policy = world.declared().policy();
        return policy != null && headers.purpose() != null && policy.purposes().contains(headers.purpose())
                ? headers.purpose()
                : null;
    }

    /** The nodes that answer and that the request may go to, the least busy first. */
    private static List<NodeAddress> warm(
            List<Deployment> serving,
            DeclaredModel model,
            DispatchRequest request,
            DataLabel label,
            DispatchWorld world) {
        var permitted = new HashMap<SiteId, Boolean>();
        var ref = serving.getFirst().model();
        return world.fleet().nodes().values().stream()
                .filter(node -> node.fresh() && node.ready(ref, model.card().digest()))
                .filter(node -> node.telemetry() == null || node.telemetry().workLink())
                .filter(node -> !node.address().equals(request.asker()))
                .filter(node -> permitted.computeIfAbsent(node.site(), site -> permitted(request, label, site, world)))
                .sorted(Comparator.comparingInt(DispatchPlanner::queued).thenComparing(NodeView::address))
                .map(NodeView::address)
                .toList();
    }

    /** What the asker is told after placement was asked for its request. */
    static InferenceError afterPlacement(DispatchDecision.Place place, PlacementPlan plan, DispatchWorld world) {
        return switch (plan.decisions().get(place.deployment())) {
            case PlacementDecision.Placed placed -> placed(placed, world);
            case PlacementDecision.Unplaceable unplaceable -> refusal(unplaceable);
            case PlacementDecision.Idle idle ->
                new InferenceError.Overloaded(
                        "No node was found for " + idle.model() + ": " + idle.reason(), ROOM_MAY_COME, null);
            case null ->
                new InferenceError.Overloaded(
                        "Nothing has been decided about the deployment " + place.deployment() + " yet",
                        MODEL_LOADS,
                        null);
        };
    }

    /** Where the model is on its way to a node, that is worth waiting for; else all that may serve it are busy. */
    private static InferenceError placed(PlacementDecision.Placed placed, DispatchWorld world) {
        var card = Optional.ofNullable(world.declared().models().get(placed.model()));
        var loading = placed.chosen().stream()
                .map(Choice::node)
                .filter(node -> world.fleet()
                        .find(node)
                        .flatMap(seen -> card.map(model ->
                                !seen.ready(placed.model(), model.card().digest())))
                        .orElse(true))
                .map(NodeAddress::toString)
                .collect(Collectors.joining(", "));
        return loading.isEmpty()
                ? new InferenceError.Overloaded(
                        "No node but those that hold " + placed.model() + " already may serve this now",
                        MODEL_LOADS,
                        null)
                : new InferenceError.Warming(placed.model() + " is being loaded on " + loading, MODEL_LOADS);
    }

    private static InferenceError refusal(PlacementDecision.Unplaceable unplaceable) {
        var sentence = "No node can serve " + unplaceable.model() + ": " + reasons(unplaceable);
        return unplaceable.deniedByPolicy()
                ? InferenceError.PolicyDenied.by(
                        unplaceable.rejected().getFirst().cause(), sentence)
                : new InferenceError.Overloaded(sentence, ROOM_MAY_COME, null);
    }

    private static String reasons(PlacementDecision.Unplaceable unplaceable) {
        var all = unplaceable.rejected();
        var told = all.stream()
                .limit(REASONS_TOLD)
                .map(rejection -> rejection.node() + ": " + rejection.reason())
                .collect(Collectors.joining("; "));
        if (all.isEmpty()) {
            return unplaceable.reason();
        }
        return all.size() > REASONS_TOLD ? told + "; and " + (all.size() - REASONS_TOLD) + " more" : told;
    }

    private static Optional<DeclaredModel> model(Deployment deployment, DispatchWorld world) {
        return Optional.ofNullable(world.declared().models().get(deployment.model()));
    }

    private static boolean covers(DataLabel served, DataLabel asked) {
        return asked.dataClass() != DataClass.UNKNOWN
                && asked.dataClass().compareTo(served.dataClass()) <= 0
                && served.tags().containsAll(asked.tags());
    }

    private static int queued(NodeView node) {
        var telemetry = node.telemetry();
        return telemetry == null ? Integer.MAX_VALUE : telemetry.load().queued();
    }

    private static boolean permitted(DispatchRequest request, DataLabel label, SiteId executor, DispatchWorld world) {
        var origin = request.asker().site();
        return world.policy()
                .permits(new PolicyRequest(
                        Action.INFER,
                        label,
                        request.headers().purpose(),
                        Transform.RAW,
                        world.at(),
                        new Origin(world.tenant().value(), world.sites().facts(origin, world.at())),
                        path(request, origin, executor, world)));
    }

    /** A body would go through the controller; after an enquiry it goes from the asker directly. */
    private static TransferPath path(DispatchRequest request, SiteId origin, SiteId executor, DispatchWorld world) {
        var sites = world.sites();
        return request.enquiry()
                ? sites.path(origin, executor, world.at())
                : sites.dispatchPath(origin, sites.controller().orElseThrow(), executor, world.at());
    }
}
