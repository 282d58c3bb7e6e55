package dev.tieline.edge.reconcile;

import dev.tieline.edge.reconcile.Actual.Loaded;
import dev.tieline.edge.reconcile.ReconcileStep.Load;
import dev.tieline.edge.reconcile.ReconcileStep.Unload;
import dev.tieline.models.ModelRef;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Orders loads so that memory is never exceeded on the way: the smallest growth first, since whoever shrinks makes room
 * for the others.
 */
final class LoadOrder {
    private final Actual actual;
    private final Set<ModelRef> going;
    /** What is taken after the steps so far: by what is in service, and by what calls still hold. */
    private long taken;

    LoadOrder(Actual actual, List<Loaded> undesired) {
        this.actual = actual;
        this.going = undesired.stream().map(Loaded::ref).collect(Collectors.toUnmodifiableSet());
        this.taken = actual.retiringBytes() + sum(List.copyOf(actual.loaded().values())) - sum(undesired);
    }

    /** Adds the loads that can be done, and what they need to go before. The others wait for files or for memory. */
    void place(List<Load> admitted, List<ReconcileStep> steps) {
        admitted.stream()
                .filter(load -> actual.holdsFilesOf(load.manifest()))
                .sorted(Comparator.comparingLong(this::growth).thenComparing(Load::ref))
                .forEach(load -> place(load, steps));
    }

    private void place(Load load, List<ReconcileStep> steps) {
        var predecessor = predecessor(load);
        long freed = sum(predecessor);
        if (fits(load, taken)) {
            steps.add(load);
            taken += growth(load);
        } else if (!fits(load, taken - actual.retiringBytes()) && fits(load, taken - actual.retiringBytes() - freed)) {
            predecessor.forEach(model -> steps.add(new Unload(model.ref())));
            taken -= freed;
            if (fits(load, taken)) {
                steps.add(load);
                taken += load.manifest().memoryBytes();
            }
        }
    }

    private boolean fits(Load load, long besides) {
        return load.manifest().memoryBytes() <= actual.memoryLimit() - besides;
    }

    private long growth(Load load) {
        return load.manifest().memoryBytes() - sum(predecessor(load));
    }

    /** The version that a load replaces: none or one. What goes in any case is gone by then. */
    private List<Loaded> predecessor(Load load) {
        var held = actual.loaded().get(load.ref().name());
        return held == null || going.contains(held.ref()) ? List.of() : List.of(held);
    }

    private static long sum(List<Loaded> models) {
        return models.stream().mapToLong(Loaded::memoryBytes).sum();
    }
}
