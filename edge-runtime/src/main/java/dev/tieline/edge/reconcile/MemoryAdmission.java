package dev.tieline.edge.reconcile;

import dev.tieline.edge.reconcile.Actual.Loaded;
import dev.tieline.edge.reconcile.ReconcileStep.Load;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which models the memory of the node allows in the end, beside everything that stays.
 *
 * @param admitted those that fit, in the order of their references
 * @param refusals the others, with the figures
 */
record MemoryAdmission(List<Load> admitted, SortedMap<ModelRef, String> refusals) {

    /**
     * Admits.
     *
     * @param undesired what goes in any case
     * @param candidates what wants to be loaded, one of a name, in the order in which it is looked at
     */
    static MemoryAdmission of(Actual actual, List<Loaded> undesired, List<Load> candidates) {
        var open = new ArrayList<>(candidates);
        var refusals = new TreeMap<ModelRef, String>();
        // One that is refused leaves its predecessor where it is, so that the others have to be looked at again.
        while (refuseOne(actual, staying(actual, undesired, open), open, refusals)) {}
        return new MemoryAdmission(List.copyOf(open), refusals);
    }

    private static boolean refuseOne(
            Actual actual, SortedMap<ModelRef, Long> taken, List<Load> open, SortedMap<ModelRef, String> refusals) {
        for (var candidate : List.copyOf(open)) {
            var bytes = candidate.manifest().memoryBytes();
            var others = sum(taken.values());
            if (bytes > actual.memoryLimit() - others) {
                open.remove(candidate);
                refusals.put(candidate.ref(), noRoom(bytes, others, actual.memoryLimit(), taken));
                return true;
            }
            taken.put(candidate.ref(), bytes);
        }
        return false;
    }

    /** What is loaded and neither undesired nor replaced by a candidate, with the memory that it takes. */
    private static SortedMap<ModelRef, Long> staying(Actual actual, List<Loaded> undesired, List<Load> open) {
        var going = new HashSet<ModelName>();
        undesired.forEach(model -> going.add(model.ref().name()));
        open.forEach(load -> going.add(load.ref().name()));
        var staying = new TreeMap<ModelRef, Long>();
        actual.loaded().values().stream()
                .filter(model -> !going.contains(model.ref().name()))
                .forEach(model -> staying.put(model.ref(), model.memoryBytes()));
        return staying;
    }

    private static String noRoom(long bytes, long others, long limit, SortedMap<ModelRef, Long> taken) {
        return "it takes " + bytes + " bytes of memory, and of the " + limit + " bytes that this node has for models "
                + others + " are taken" + (taken.isEmpty() ? "" : " by " + taken.keySet());
    }

    private static long sum(Collection<Long> bytes) {
        return bytes.stream().mapToLong(Long::longValue).sum();
    }
}
