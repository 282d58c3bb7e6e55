package dev.tieline.edge.knowledge;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a node decides by, made of the bundles that it was told and those of its own files. Pure.
 *
 * <p>A file of the level platform or tenant stands in for the bundle of its id that was told, until a newer version of
 * that is told. All else that is there twice, an id or a level, does not fit together. What cannot be read together is no
 * valid policy, at any level: nothing leaves the node, and the forbids of all that can be read still hold for what stays.
 *
 * @param state what decisions are made by
 * @param problem why nothing may leave, in words that may go to callers; null if the bundles decide, or none are there
 */
record NodePolicy(BundleState state, @Nullable String problem) {
    /** Reasons go to callers, who learn nothing of the folders of a node. */
    private static final String LOOK = " Maybe look into the log of this node";

    static NodePolicy of(List<KnownBundle> own, ToldPolicy told) {
        var files = own.stream().filter(file -> !told.outdates(file.head())).toList();
        var standIns = files.stream()
                .filter(file -> !file.level().isLocal())
                .map(KnownBundle::id)
                .collect(Collectors.toSet());
        var bundles = Stream.concat(
                        told.bundles().stream()
                                .map(VerifiedBundle::bundle)
                                .filter(bundle -> !standIns.contains(bundle.id())),
                        files.stream())
                .sorted(comparing(KnownBundle::level))
                .toList();
        var damaged = told.missing().stream()
                .filter(pointer -> !standIns.contains(pointer.bundle()))
                .toList();
        if (!damaged.isEmpty()) {
            return broken("the policy " + names(damaged) + ", known last, cannot be used." + LOOK, bundles);
        }
        return bundles.isEmpty() ? none(told) : together(bundles);
    }

    /** Where it is not known what was told last, nothing may leave, whatever the files give: they may be older. */
    static NodePolicy unknown(List<KnownBundle> own) {
        return broken("what was known last of the policy is damaged." + LOOK, own);
    }

    PolicyEvaluator evaluator() {
        return new PolicyEvaluator(state);
    }

    /** As the node reports it. */
    HeldPolicy held(long generation) {
        var bundles = state instanceof BundleState.Valid(var policy) ? policy.bundles() : List.<PolicyBundle>of();
        return new HeldPolicy(
                generation,
                bundles.stream()
                        .map(bundle -> new HeldPolicy.Bundle(bundle.id(), bundle.version()))
                        .toList(),
                problem);
    }

    private static NodePolicy none(ToldPolicy told) {
        var withdrawn = told.withdrawn().entrySet().stream()
                .map(entry -> entry.getKey() + " version " + entry.getValue())
                .collect(Collectors.joining(", "));
        var reason = withdrawn.isEmpty() ? "no policy bundle is loaded" : "the policy " + withdrawn + " was withdrawn";
        return new NodePolicy(new BundleState.Absent(reason), null);
    }

    private static NodePolicy together(List<KnownBundle> bundles) {
        try {
            var policy = PolicySetReader.read(texts(bundles.stream()));
            var problem = policy.platform().isPresent()
                    ? null
                    : "there is no policy bundle of the level platform beside " + names(bundles);
            return new NodePolicy(new BundleState.Valid(policy), problem);
        } catch (DocumentException e) {
            var what = bundles.size() > 1
                    ? "the policy bundles " + names(bundles) + " do not fit together: "
                    : "the policy bundle " + names(bundles) + " cannot be used by itself: ";
            return broken(what + e.getMessage(), bundles);
        }
    }

    private static NodePolicy broken(String reason, List<KnownBundle> bundles) {
        var rest = readable(bundles);
        var state = rest.isEmpty() ? new BundleState.Absent(reason) : new BundleState.Broken(rest, reason);
        return new NodePolicy(state, reason);
    }

    /**
     * What can be read of bundles, of which there are a few: each set of them that fits together and is no part of a
     * larger one, so that every bundle counts that can be read beside any others, whose words it may use.
     */
    private static List<PolicySet> readable(List<KnownBundle> bundles) {
        var fitting = new LinkedHashMap<Integer, PolicySet>();
        IntStream.range(1, 1 << bundles.size())
                .boxed()
                .sorted(comparingInt(Integer::bitCount).reversed())
                .filter(some -> fitting.keySet().stream().noneMatch(more -> (more & some) == some))
                .forEach(some -> read(chosen(bundles, some)).ifPresent(policy -> fitting.put(some, policy)));
        return List.copyOf(fitting.values());
    }

    /** The bundles whose bits are set. */
    private static Stream<KnownBundle> chosen(List<KnownBundle> bundles, int bits) {
        return IntStream.range(0, bundles.size())
                .filter(index -> (bits & 1 << index) != 0)
                .mapToObj(bundles::get);
    }

    private static Optional<PolicySet> read(Stream<KnownBundle> bundles) {
        try {
            return Optional.of(PolicySetReader.read(texts(bundles)));
        } catch (DocumentException e) {
            return Optional.empty();
        }
    }

    private static List<BundleText> texts(Stream<KnownBundle> bundles) {
        return bundles.map(KnownBundle::text).toList();
    }

    private static String names(List<?> bundles) {
        return bundles.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
