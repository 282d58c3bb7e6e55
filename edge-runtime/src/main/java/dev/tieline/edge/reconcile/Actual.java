package dev.tieline.edge.reconcile;

import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is there at one moment, as far as it matters to a desired state.
 *
 * @param loaded the models in service
 * @param cards the desired cards that are in the store, by digest
 * @param files the digests of the files that are in the store, of those that the cards name
 * @param resting the models that failed and whose next try is not yet due
 * @param forbidden why policy does not let a model stay that is in service
 * @param denied why policy does not let a desired model come that is not in service
 * @param retiringBytes memory of sessions that are out of service and still held by calls, in bytes
 * @param memoryLimit memory that models may take together, in bytes
 */
record Actual(
        SortedMap<ModelName, Loaded> loaded,
        Map<Digest, Card> cards,
        Set<Digest> files,
        Set<ModelRef> resting,
        SortedMap<ModelRef, String> forbidden,
        SortedMap<ModelRef, String> denied,
        long retiringBytes,
        long memoryLimit) {

    Actual {
        loaded = Collections.unmodifiableSortedMap(new TreeMap<>(loaded));
        cards = Map.copyOf(cards);
        files = Set.copyOf(files);
        resting = Set.copyOf(resting);
        forbidden = Collections.unmodifiableSortedMap(new TreeMap<>(forbidden));
        denied = Collections.unmodifiableSortedMap(new TreeMap<>(denied));
        if (retiringBytes < 0 || memoryLimit < 1) {
            throw new IllegalArgumentException(
                    "sessions that retire take 0 or more bytes and models may take 1 or more," + " and this is "
                            + retiringBytes + " and " + memoryLimit);
        }
    }

    /**
     * A model in service.
     *
     * @param pinned whether the node's own configuration loaded it
     * @param memoryBytes what its card says that it takes
     */
    record Loaded(ModelRef ref, Digest card, boolean pinned, long memoryBytes) {}

    /** A card in the store. */
    sealed interface Card {
        record Read(ModelManifest manifest) implements Card {}

        /** Its bytes are the declared ones, and they are no card that this node can use. */
        record Unusable(String reason) implements Card {}
    }

    /** Whether every file of a model is in the store. */
    boolean holdsFilesOf(ModelManifest manifest) {
        return manifest.artifacts().stream().allMatch(artifact -> files.contains(artifact.digest()));
    }
}
