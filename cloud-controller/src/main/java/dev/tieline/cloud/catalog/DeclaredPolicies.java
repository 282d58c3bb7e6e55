package dev.tieline.cloud.catalog;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy bundles that were applied, by their ids. Immutable.
 *
 * @param documents those that can be read
 * @param damaged the ids of those whose files cannot be used. While there are any, no policy is declared: what is left
 *     may permit what they forbid
 */
record DeclaredPolicies(SortedMap<String, Document.Policy> documents, SortedSet<String> damaged) {
    static final DeclaredPolicies NONE = new DeclaredPolicies(new TreeMap<>(), new TreeSet<>());

    DeclaredPolicies with(Document.Policy added) {
        var copy = new TreeMap<>(documents);
        copy.put(added.name(), added);
        return new DeclaredPolicies(copy, withoutDamage(added.name()));
    }

    DeclaredPolicies without(String id) {
        var copy = new TreeMap<>(documents);
        copy.remove(id);
        return new DeclaredPolicies(copy, withoutDamage(id));
    }

    DeclaredPolicies damagedBy(String id) {
        var copy = new TreeSet<>(damaged);
        copy.add(id);
        return new DeclaredPolicies(documents, copy);
    }

    Optional<Document.Policy> find(String id) {
        return Optional.ofNullable(documents.get(id));
    }

    /** What they say together; null if there are none, or if not all of them are known. */
    @Nullable PolicySet set() {
        return damaged.isEmpty() ? read("") : null;
    }

    /**
     * Reads them together.
     *
     * @param id of the one whose errors give the name of its own document; the others are named by id and version
     * @return null if there are none
     * @throws dev.tieline.policy.document.DocumentException if they do not fit together
     */
    @Nullable PolicySet read(String id) {
        return documents.isEmpty()
                ? null
                : PolicySetReader.read(documents.values().stream()
                        .sorted(Comparator.comparing(policy -> policy.name().equals(id)))
                        .map(policy -> text(policy, policy.name().equals(id)))
                        .toList());
    }

    private static BundleText text(Document.Policy policy, boolean named) {
        return policy.bundle(named ? policy.text().source() : policy.head().toString());
    }

    private SortedSet<String> withoutDamage(String id) {
        var copy = new TreeSet<>(damaged);
        copy.remove(id);
        return copy;
    }

    /** Those beside one. */
    Stream<Document.Policy> beside(String id) {
        return documents.values().stream().filter(policy -> !policy.name().equals(id));
    }
}
