package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.edge.reconcile.Actual.Card;
import dev.tieline.edge.reconcile.Actual.Loaded;
import dev.tieline.edge.reconcile.ReconcileStep.FetchArtifact;
import dev.tieline.edge.reconcile.ReconcileStep.FetchCard;
import dev.tieline.edge.reconcile.ReconcileStep.Load;
import dev.tieline.edge.reconcile.ReconcileStep.Unload;
import dev.tieline.models.ModelRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the smallest set of steps from what is there to what is desired. Pure.
 *
 * <p>What is not desired goes first. Then come the loads that memory has room for, the smallest growth first, each
 * before the version that it replaces goes; where there is no room for both, the old one goes first, and only once
 * every file of the new one is there. Downloads come last, so that none of them holds up what needs none. A model that
 * is in the way of nothing stays: the version before one that cannot be loaded goes on serving. What policy does not let
 * be here goes whatever is desired, and does not come.
 */
final class ReconcilePlanner {
    /** The largest card, in bytes. */
    static final long MAX_CARD_BYTES = 1 << 20;

    private final DesiredState desired;
    private final Actual actual;
    private final List<ReconcileStep> steps = new ArrayList<>();
    private final SortedMap<ModelRef, String> refusals = new TreeMap<>();
    private final List<FetchCard> missingCards = new ArrayList<>();
    private final List<Load> known = new ArrayList<>();

    private ReconcilePlanner(DesiredState desired, Actual actual) {
        this.desired = desired;
        this.actual = actual;
    }

    static Plan plan(DesiredState desired, Actual actual) {
        return new ReconcilePlanner(desired, actual).plan();
    }

    private Plan plan() {
        desired.models().stream()
                .sorted(Comparator.comparing(DesiredModel::ref))
                .forEach(this::assess);
        var undesired = undesired();
        undesired.forEach(model -> steps.add(new Unload(model.ref())));
        var memory = MemoryAdmission.of(actual, undesired, known);
        if (missingCards.isEmpty()) {
            refusals.putAll(memory.refusals());
        } // else the sizes of some are unknown: nothing is refused that may find room in a moment
        new LoadOrder(actual, undesired).place(memory.admitted(), steps);
        steps.addAll(missingCards);
        steps.addAll(downloads(memory.admitted()));
        return new Plan(steps, refusals);
    }

    private void assess(DesiredModel model) {
        var ref = model.ref();
        var held = actual.loaded().get(ref.name());
        if (held != null && isDesired(held, model)) {
            Optional.ofNullable(actual.forbidden().get(ref)).ifPresent(why -> refusals.put(ref, why));
            return;
        }
        var denied = actual.denied().get(ref);
        if (denied != null) {
            refusals.put(ref, denied);
        } else if (held != null && held.pinned()) {
            refusals.put(
                    ref,
                    "this node's own configuration has loaded " + held.ref() + " of the card " + held.card()
                            + ", which stays, and the card " + model.card().digest() + " is desired");
        } else if (model.card().size() > MAX_CARD_BYTES) {
            refusals.put(
                    ref, "its card has " + model.card().size() + " bytes, and a card has at most " + MAX_CARD_BYTES);
        } else if (!actual.resting().contains(ref)) {
            assessCard(model);
        }
    }

    private void assessCard(DesiredModel model) {
        switch (actual.cards().get(model.card().digest())) {
            case null -> missingCards.add(new FetchCard(model));
            case Card.Unusable(var reason) -> refusals.put(model.ref(), reason);
            case Card.Read(var manifest)
            when !manifest.ref().equals(model.ref()) ->
                refusals.put(
                        model.ref(),
                        "the card " + model.card().digest() + " is one of " + manifest.ref() + ", and " + model.ref()
                                + " is desired");
            case Card.Read(var manifest)
            when manifest.model().size() > Integer.MAX_VALUE ->
                refusals.put(
                        model.ref(),
                        "its file " + manifest.model().entry() + " has "
                                + manifest.model().size() + " bytes, and this runtime loads files of at most "
                                + Integer.MAX_VALUE);
            case Card.Read(var manifest) -> known.add(new Load(model, manifest));
        }
    }

    private static boolean isDesired(Loaded held, DesiredModel model) {
        return held.ref().equals(model.ref()) && held.card().equals(model.card().digest());
    }

    /** What is loaded and must not be, or stands under a name that is not desired. */
    private List<Loaded> undesired() {
        var names = desired.models().stream().map(model -> model.ref().name()).collect(Collectors.toSet());
        return actual.loaded().values().stream()
                .filter(model -> actual.forbidden().containsKey(model.ref())
                        || (!model.pinned() && !names.contains(model.ref().name())))
                .toList();
    }

    private List<FetchArtifact> downloads(List<Load> admitted) {
        var seen = new HashSet<>(actual.files());
        var downloads = new ArrayList<FetchArtifact>();
        for (var load : admitted) {
            for (var artifact : load.manifest().artifacts()) {
                if (seen.add(artifact.digest())) {
                    downloads.add(new FetchArtifact(load.model(), artifact));
                }
            }
        }
        downloads.sort(Comparator.comparingLong(download -> download.artifact().size()));
        return downloads;
    }
}
