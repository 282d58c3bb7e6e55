package dev.tieline.cloud.placement;

import dev.tieline.devices.SiteId;
import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the questions of one plan to the policy, the same way as the nodes will put them when they act on it.
 *
 * <p>Nodes of one site share its facts, and many sites differ in nothing that policy sees, so each question is asked once
 * for each of the {@link Ways} there are. Not thread-safe.
 */
final class Sovereignty {
    private final PlacementInput input;
    private final Ways ways;
    private final Map<SiteId, Origin> origins = new HashMap<>();
    private final Map<Deploy, Optional<Refusal>> deploys = new HashMap<>();
    private final Map<Terms, Scope> scopes = new HashMap<>();
    private final Map<Use, RoutePermission> routes = new HashMap<>();

    Sovereignty(PlacementInput input) {
        this.input = input;
        this.ways = new Ways(input.sites(), input.policy(), input.at());
    }

    private record Deploy(SiteId site, DataLabel label) {}

    private record Terms(
            SortedSet<SiteId> origins,
            DataLabel label,
            @Nullable String purpose) {}

    /** All that policy can tell two asking sites apart by: their ids count only where they are hops too. */
    private record AskingKind(int kind, Optional<SiteId> broker, Optional<SiteId> id) {}

    private record Use(DataLabel label, @Nullable String purpose) {}

    /** The scope of these origins and this data; the same one for the same terms, since it remembers its answers. */
    Scope scope(SortedSet<SiteId> origins, DataLabel label, @Nullable String purpose) {
        return scopes.computeIfAbsent(
                new Terms(origins, label, purpose), terms -> new Scope(this, origins, label, purpose));
    }

    /** What routes of a deployment with this label and purpose may be. */
    RoutePermission routes(DataLabel label, @Nullable String purpose) {
        return routes.computeIfAbsent(new Use(label, purpose), use -> new RoutePermission(this, label, purpose));
    }

    /** Why a model may not be sent from the controller to a site; empty if it may. */
    Optional<Refusal> deploy(SiteId site, DataLabel label) {
        return deploys.computeIfAbsent(new Deploy(site, label), this::askDeploy);
    }

    private Optional<Refusal> askDeploy(Deploy deploy) {
        var request = new PolicyRequest(
                Action.DEPLOY_MODEL,
                deploy.label(),
                null,
                Transform.RAW,
                input.at(),
                input.sites().controller().map(this::origin).orElseGet(() -> origin(SiteFacts.unknown(""))),
                TransferPath.of(Hop.process(input.sites().facts(deploy.site(), input.at()))));
        return input.policy().permits(request)
                ? Optional.empty()
                : Optional.of(Refusal.denied(
                        "the model may not be brought there", input.policy().decide(request)));
    }

    /** The way from a site to a node at another or the same one: {@link #reaches} answers alike for all of one kind. */
    Ways.Way way(SiteId origin, SiteId executor) {
        return ways.way(origin, executor);
    }

    /** Whether data may be used on the node that asks. */
    boolean stays(SiteId origin, DataLabel label, @Nullable String purpose) {
        return input.policy().permits(infer(origin, label, purpose, TransferPath.EMPTY));
    }

    /** Whether data may travel over the broker from a site to a node at another or the same one, and back. */
    boolean reaches(SiteId origin, SiteId executor, DataLabel label, @Nullable String purpose) {
        return input.policy().permits(overBroker(origin, executor, label, purpose));
    }

    /** As {@link #reaches}, with the reason. */
    PolicyDecision decide(SiteId origin, SiteId executor, DataLabel label, @Nullable String purpose) {
        return input.policy().decide(overBroker(origin, executor, label, purpose));
    }

    private PolicyRequest overBroker(SiteId origin, SiteId executor, DataLabel label, @Nullable String purpose) {
        return infer(origin, label, purpose, input.sites().path(origin, executor, input.at()));
    }

    private PolicyRequest infer(SiteId origin, DataLabel label, @Nullable String purpose, TransferPath path) {
        return new PolicyRequest(Action.INFER, label, purpose, Transform.RAW, input.at(), origin(origin), path);
    }

    /** Some of these sites, so that policy answers calls of every other one as it answers those of one of them. */
    List<SiteId> oneOfEachKind(Collection<SiteId> origins) {
        var brokers = input.sites().sites().stream()
                .flatMap(site -> Stream.ofNullable(site.broker()))
                .collect(Collectors.toSet());
        var kinds = new LinkedHashMap<AskingKind, SiteId>();
        for (var origin : origins) {
            var kind = new AskingKind(
                    ways.kind(origin),
                    input.sites().find(origin).flatMap(site -> Optional.ofNullable(site.broker())),
                    Optional.of(origin).filter(brokers::contains));
            kinds.putIfAbsent(kind, origin);
        }
        return List.copyOf(kinds.values());
    }

    private Origin origin(SiteId site) {
        return origins.computeIfAbsent(site, id -> origin(input.sites().facts(id, input.at())));
    }

    private Origin origin(SiteFacts facts) {
        return new Origin(input.tenant().value(), facts);
    }

    /** The labels that a deployment serves, from its own down: each class at most its own, with its tags and without. */
    static List<DataLabel> labelsUpTo(DataLabel label) {
        var labels = new ArrayList<DataLabel>();
        for (var dataClass : DataClass.values()) {
            if (dataClass.compareTo(label.dataClass()) <= 0) {
                labels.add(DataLabel.of(dataClass));
                labels.add(new DataLabel(dataClass, label.tags()));
            }
        }
        return labels.stream().distinct().toList().reversed();
    }
}
