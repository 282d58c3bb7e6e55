package dev.tieline.edge.reconcile;

import dev.tieline.models.ModelRef;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What to do next, and what cannot be done.
 *
 * @param steps in this order; those after the first assume that the ones before them succeeded and that calls let go of
 *     what was taken out of service
 * @param refusals why a desired model cannot be loaded as things are, by model
 */
record Plan(List<ReconcileStep> steps, SortedMap<ModelRef, String> refusals) {

    Plan {
        steps = List.copyOf(steps);
        refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
    }
}
