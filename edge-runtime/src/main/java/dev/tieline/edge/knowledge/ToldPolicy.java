package dev.tieline.edge.knowledge;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.policy.bundle.BundleHead;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.json.Json;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node was told of policy, as one whole.
 *
 * @param pointers those that hold; null where none were told, or all were withdrawn by an empty message
 * @param bundles the bundles that they point to; one that is missing is damaged on the disk
 * @param before those to bundles that later pointers withdrew, so that none comes back in a lower version
 * @param withdrawn the version of each bundle that was withdrawn and not told again, so that no file of the same or an
 *     older version brings it back
 */
record ToldPolicy(
        @Nullable PolicyPointers pointers,
        List<VerifiedBundle> bundles,
        List<PolicyPointer> before,
        SortedMap<String, Long> withdrawn)
        implements Json.Writable {
    private static final String TOLD = "told";
    private static final String BEFORE = "before";
    private static final String WITHDRAWN = "withdrawn";

    static final ToldPolicy NOTHING = new ToldPolicy(null, List.of(), List.of(), Collections.emptySortedMap());

    ToldPolicy {
        bundles = List.copyOf(bundles);
        before = List.copyOf(before);
        withdrawn = Collections.unmodifiableSortedMap(new TreeMap<>(withdrawn));
    }

    /** Reads what {@link #writeTo} wrote; the bundles are elsewhere. */
    static ToldPolicy read(YamlMap map) {
        map.only(TOLD, BEFORE, WITHDRAWN);
        var versions = new TreeMap<String, Long>();
        map.map(WITHDRAWN)
                .entries()
                .forEach((id, version) -> versions.put(id, version.asScalar().integer()));
        return new ToldPolicy(
                map.has(TOLD) ? PolicyPointers.read(map.map(TOLD)) : null,
                List.of(),
                map.list(BEFORE).maps().stream().map(PolicyPointer::read).toList(),
                versions);
    }

    ToldPolicy with(List<VerifiedBundle> found) {
        return new ToldPolicy(pointers, found, before, withdrawn);
    }

    /** The generation that holds; 0 for none. */
    long generation() {
        return pointers == null ? 0 : pointers.generation();
    }

    /** Those that hold, whether their bundles are of use or not. */
    List<PolicyPointer> told() {
        return pointers == null ? List.of() : pointers.bundles();
    }

    /** Those whose bundles are damaged. */
    List<PolicyPointer> missing() {
        var found = bundles.stream().map(VerifiedBundle::pointer).toList();
        return told().stream().filter(pointer -> !found.contains(pointer)).toList();
    }

    /** Whether pointers replace these: newer ones do, and the same ones where bundles are damaged. */
    boolean isOlderThan(PolicyPointers next) {
        return next.generation() > generation()
                || (next.equals(pointers) && !missing().isEmpty());
    }

    /** Why newer pointers may not replace these, if they may not: no version goes back or becomes another bundle. */
    Optional<String> objection(PolicyPointers next) {
        return Stream.concat(told().stream(), before.stream())
                .flatMap(held -> next.find(held.bundle()).stream().flatMap(other -> objection(held, other).stream()))
                .findFirst();
    }

    private static Optional<String> objection(PolicyPointer held, PolicyPointer next) {
        if (next.version() < held.version()) {
            return Optional.of("the version of " + next + " is lower than that of " + held + ", which was told before");
        }
        return next.version() == held.version()
                        && !next.file().digest().equals(held.file().digest())
                ? Optional.of(next + " has other bytes than before. Maybe raise its version")
                : Optional.empty();
    }

    /** Those that newer pointers withdraw. */
    List<PolicyPointer> goneIn(PolicyPointers next) {
        return goneIn(next, told().stream()).toList();
    }

    private static Stream<PolicyPointer> goneIn(PolicyPointers next, Stream<PolicyPointer> held) {
        return held.filter(pointer -> next.find(pointer.bundle()).isEmpty());
    }

    /**
     * What newer pointers make of this.
     *
     * @param own the node's own bundles, of which some may be withdrawn by it
     */
    ToldPolicy then(PolicyPointers next, List<VerifiedBundle> found, List<KnownBundle> own) {
        var versions = alsoWithdrawn(goneIn(next), own);
        next.bundles().forEach(pointer -> versions.remove(pointer.bundle()));
        var gone = goneIn(next, Stream.concat(before.stream(), told().stream()));
        return new ToldPolicy(next, found, gone.toList(), versions);
    }

    /** What is left once all was withdrawn by an empty message: any generation and version may follow. */
    ToldPolicy thenNothing(List<KnownBundle> own) {
        return new ToldPolicy(null, List.of(), List.of(), alsoWithdrawn(told(), own));
    }

    /** Whether a file's bundle counts no more, since a newer version of it was told, or it was withdrawn. */
    boolean outdates(BundleHead file) {
        return !file.level().isLocal()
                && (withdrawn.getOrDefault(file.id(), 0L) >= file.version()
                        || told().stream()
                                .anyMatch(pointer ->
                                        pointer.bundle().equals(file.id()) && pointer.version() > file.version()));
    }

    private SortedMap<String, Long> alsoWithdrawn(List<PolicyPointer> gone, List<KnownBundle> own) {
        var versions = new TreeMap<>(withdrawn);
        gone.forEach(pointer -> versions.put(pointer.bundle(), highest(pointer, own)));
        return versions;
    }

    private static long highest(PolicyPointer pointer, List<KnownBundle> own) {
        return own.stream()
                .filter(bundle -> !bundle.level().isLocal() && bundle.id().equals(pointer.bundle()))
                .mapToLong(KnownBundle::version)
                .reduce(pointer.version(), Math::max);
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (pointers != null) {
            json.writeFieldName(TOLD);
            pointers.writeTo(json);
        }
        json.writeArrayFieldStart(BEFORE);
        for (var pointer : before) {
            pointer.writeTo(json);
        }
        json.writeEndArray();
        json.writeObjectFieldStart(WITHDRAWN);
        for (Map.Entry<String, Long> entry : withdrawn.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
