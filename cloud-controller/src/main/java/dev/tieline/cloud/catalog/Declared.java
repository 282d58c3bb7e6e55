package dev.tieline.cloud.catalog;

import dev.tieline.devices.SiteBook;
import dev.tieline.models.Lineage;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.bundle.PolicySet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that operators have declared, at one moment. Immutable. The model of every deployment is among the models.
 *
 * @param sites who is where, if that was declared
 * @param policy what is allowed, by the bundles of all declared levels together; null if none is declared
 * @param models what can be run
 * @param deployments what shall run, by name
 */
public record Declared(
        @Nullable SiteBook sites,
        @Nullable PolicySet policy,
        SortedMap<ModelRef, DeclaredModel> models,
        SortedMap<String, Deployment> deployments) {

    static final Declared NOTHING = new Declared(null, null, new TreeMap<>(), new TreeMap<>());

    public Declared {
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
    }

    /** What the weights of a model may reveal, with all that they have from the declared models before it. */
    public Lineage lineage(ModelManifest model) {
        return Lineage.of(model, ref -> Optional.ofNullable(models.get(ref)).map(DeclaredModel::manifest));
    }

    /** What is usable and still worth a loud word at a moment: what is not in force, or no longer. */
    public List<String> warnings(Instant now) {
        var warnings = new ArrayList<String>();
        if (sites != null && sites.expired(now)) {
            warnings.add("the site book of version " + sites.version() + " expired at " + sites.expires()
                    + ": every site counts as unknown");
        }
        if (policy != null) {
            policy.notBegun(now)
                    .ifPresent(bundle -> warnings.add("the policy bundle " + bundle + " is not in force before "
                            + bundle.notBefore() + ": nothing may leave the node that asks"));
            policy.expired(now)
                    .ifPresent(bundle -> warnings.add("the policy bundle " + bundle + " expired at " + bundle.expires()
                            + ": only public data without tags may leave, where policy permits that"));
        }
        return List.copyOf(warnings);
    }

    /** @param changed what the policy bundles say together once the document is among them; null for none */
    Declared with(Document document, @Nullable PolicySet changed) {
        return switch (document) {
            case Document.Sites added -> new Declared(added.book(), policy, models, deployments);
            case Document.Policy added -> new Declared(sites, changed, models, deployments);
            case Document.Card added ->
                new Declared(
                        sites, policy, plus(models, added.model().manifest().ref(), added.model()), deployments);
            case Document.Wish added ->
                new Declared(sites, policy, models, plus(deployments, added.name(), added.deployment()));
        };
    }

    /** @param changed what the policy bundles say together once the document is gone; null for none */
    Declared without(Document document, @Nullable PolicySet changed) {
        return switch (document) {
            case Document.Sites removed -> new Declared(null, policy, models, deployments);
            case Document.Policy removed -> new Declared(sites, changed, models, deployments);
            case Document.Card removed ->
                new Declared(
                        sites, policy, minus(models, removed.model().manifest().ref()), deployments);
            case Document.Wish removed -> new Declared(sites, policy, models, minus(deployments, removed.name()));
        };
    }

    private static <K, V> SortedMap<K, V> plus(SortedMap<K, V> map, K key, V value) {
        var copy = new TreeMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static <K, V> SortedMap<K, V> minus(SortedMap<K, V> map, K key) {
        var copy = new TreeMap<>(map);
        copy.remove(key);
        return copy;
    }
}
