package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a node decides by, made of the bundles that it was told and those of its own files. Pure.
 *
 * <p>At most one bundle of each level. Of one bundle the higher version counts, of two equal ones the file's; of two
 * bundles for one level the file's. What cannot be read together is no valid policy, at any level: nothing leaves the
 * node, and the forbids of all that can be read still hold for what stays.
 *
 * @param state what decisions are made by
 * @param problem why bundles that are there cannot be used, in words that may go to callers; null if they can
 * @param complaints what the operator should know
 */
record NodePolicy(BundleState state, @Nullable String problem, List<String> complaints) {
    /** Reasons go to callers, who learn nothing of the folders of a node. */
    private static final String LOOK = " Maybe look into the log of this node";

    static NodePolicy of(List<KnownBundle> own, ToldPolicy told) {
        var complaints = new ArrayList<String>();
        var levels = new EnumMap<Level, KnownBundle>(Level.class);
        told.bundles().forEach(verified -> levels.put(verified.bundle().level(), verified.bundle()));
        var damaged = new ArrayList<>(told.missing());
        for (var file : own) {
            if (!told.outdates(file.head())) {
                damaged.removeIf(pointer -> pointer.bundle().equals(file.id()));
                place(file, levels, complaints);
            }
        }
        if (!damaged.isEmpty()) {
            var names = damaged.stream().map(Object::toString).collect(Collectors.joining(", "));
            return broken("the policy " + names + ", known last, cannot be used." + LOOK, levels.values(), complaints);
        }
        return levels.isEmpty() ? none(told) : together(levels.values(), complaints);
    }

    /** Where it is not known what was told last, nothing may leave, whatever the files give: they may be older. */
    static NodePolicy unknown() {
        return broken("what was known last of the policy is damaged." + LOOK, List.of(), List.of());
    }

    PolicyEvaluator evaluator() {
        return new PolicyEvaluator(state);
    }

    /** As the node reports it. */
    HeldPolicy held(long generation) {
        return switch (state) {
            case BundleState.Valid(var policy) ->
                new HeldPolicy(
                        generation,
                        policy.bundles().stream()
                                .map(bundle -> new HeldPolicy.Bundle(bundle.id(), bundle.version()))
                                .toList(),
                        null);
            case BundleState.Absent absent -> new HeldPolicy(generation, List.of(), problem);
            case BundleState.Broken broken -> new HeldPolicy(generation, List.of(), problem);
        };
    }

    private static void place(KnownBundle file, Map<Level, KnownBundle> levels, List<String> complaints) {
        levels.values().removeIf(bundle -> bundle.id().equals(file.id()));
        var told = levels.put(file.level(), file);
        if (told != null) {
            complaints.add("The node was told the policy bundle " + told + " for the level " + file.level()
                    + ", and its configuration gives " + file + ", which counts.");
        }
    }

    private static NodePolicy none(ToldPolicy told) {
        var withdrawn = told.withdrawn().entrySet().stream()
                .map(entry -> entry.getKey() + " version " + entry.getValue())
                .collect(Collectors.joining(", "));
        var reason = withdrawn.isEmpty() ? "no policy bundle is loaded" : "the policy " + withdrawn + " was withdrawn";
        return new NodePolicy(new BundleState.Absent(reason), null, List.of());
    }

    private static NodePolicy together(Collection<KnownBundle> bundles, List<String> complaints) {
        try {
            var texts = bundles.stream().map(KnownBundle::text).toList();
            return new NodePolicy(new BundleState.Valid(PolicySetReader.read(texts)), null, complaints);
        } catch (DocumentException e) {
            var names = bundles.stream().map(KnownBundle::toString).collect(Collectors.joining(", "));
            var reason = (bundles.size() > 1
                            ? "the policy bundles " + names + " do not fit together: "
                            : "the policy bundle " + names + " cannot be used by itself: ")
                    + e.getMessage();
            complaints.add("NOTHING MAY LEAVE THIS NODE: " + reason);
            return broken(reason, bundles, complaints);
        }
    }

    private static NodePolicy broken(String reason, Collection<KnownBundle> bundles, List<String> complaints) {
        var rest = readable(bundles);
        var state = rest.isEmpty() ? new BundleState.Absent(reason) : new BundleState.Broken(rest, reason);
        return new NodePolicy(state, reason, complaints);
    }

    /**
     * The bundles that can be read, from the widest level on: as many together as fit, and each that does not by itself
     * or beside one of those, whose words it may use.
     */
    private static List<PolicySet> readable(Collection<KnownBundle> bundles) {
        var together = new ArrayList<KnownBundle>();
        var apart = new ArrayList<PolicySet>();
        for (var bundle : bundles) {
            if (read(Stream.concat(together.stream(), Stream.of(bundle))).isPresent()) {
                together.add(bundle);
            } else {
                Stream.concat(Stream.of(bundle), together.stream())
                        .map(other -> read(Stream.of(other, bundle).distinct()))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(apart::add);
            }
        }
        return together.isEmpty()
                ? apart
                : Stream.concat(read(together.stream()).stream(), apart.stream())
                        .toList();
    }

    private static Optional<PolicySet> read(Stream<KnownBundle> bundles) {
        try {
            return Optional.of(
                    PolicySetReader.read(bundles.map(KnownBundle::text).toList()));
        } catch (DocumentException e) {
            return Optional.empty();
        }
    }
}
