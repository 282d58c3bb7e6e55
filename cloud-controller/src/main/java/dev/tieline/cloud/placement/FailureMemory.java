package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.models.Digest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which nodes could not run which models: what they report now, and what the plan in force remembers. */
final class FailureMemory {
    private static final Comparator<PastFailure> ORDER = Comparator.comparing(PastFailure::node)
            .thenComparing(failure -> failure.card().hex());

    private final Map<Key, PastFailure> failures = new HashMap<>();

    private record Key(NodeAddress node, Digest card) {}

    FailureMemory(PlacementInput input, CardIndex cards, PlacementSettings settings) {
        var asked = input.demands().stream().map(Demand::digest).collect(Collectors.toSet());
        for (var failure : input.previous().failures()) {
            if (asked.contains(failure.card()) && counts(failure, input, settings)) {
                failures.put(new Key(failure.node(), failure.card()), failure);
            }
        }
        for (var demand : input.demands()) {
            cards.of(demand).forEach(holder -> hear(demand, holder, input));
        }
    }

    private static boolean counts(PastFailure failure, PlacementInput input, PlacementSettings settings) {
        var node = input.fleet().find(failure.node());
        return node.isPresent()
                && node.get().birth() == failure.birth()
                && input.at().isBefore(failure.at().plus(settings.failureMemory()));
    }

    private void hear(Demand demand, CardIndex.Holder holder, PlacementInput input) {
        var node = holder.node();
        var key = new Key(node.address(), demand.digest());
        switch (holder.model().status()) {
            case ModelStatus.Failed(var reason) ->
                failures.put(key, new PastFailure(node.address(), demand.digest(), node.birth(), input.at(), reason));
            case ModelStatus.Ready ready -> failures.remove(key);
            case ModelStatus.Pending pending -> {}
            case ModelStatus.Fetching fetching -> {}
            case ModelStatus.Loading loading -> {}
            case ModelStatus.Unloading unloading -> {}
        }
    }

    Optional<PastFailure> of(Demand demand, NodeView node) {
        return Optional.ofNullable(failures.get(new Key(node.address(), demand.digest())));
    }

    /** Everything that is remembered, in a fixed order. */
    List<PastFailure> all() {
        return failures.values().stream().sorted(ORDER).toList();
    }
}
