package dev.tieline.policy.filter;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.bundle.Sight;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Candidates in classes that one policy cannot tell apart when one site asks. Immutable; made by
 * {@link PolicyFilter#classes}.
 */
public final class CandidateClasses {
    private final Sight sight;
    private final Origin origin;
    private final int size;
    private final List<PathClass> classes;

    private CandidateClasses(Sight sight, Origin origin, int size, List<PathClass> classes) {
        this.sight = sight;
        this.origin = origin;
        this.size = size;
        this.classes = classes;
    }

    /**
     * One class.
     *
     * @param key what all paths of the class have in common
     * @param example the path of one of the members
     */
    record PathClass(Hashed<List<Hop>> key, TransferPath example, Members members) {}

    private record Gathering(Hashed<List<Hop>> key, TransferPath example, IntStream.Builder numbers) {
        Gathering(Hashed<List<Hop>> key, TransferPath example) {
            this(key, example, IntStream.builder());
        }

        PathClass made(int candidates) {
            return new PathClass(key, example, Members.of(numbers.build().toArray(), candidates));
        }
    }

    /** Sorts the paths. Candidates that share one path object, as those of a site may, are sorted together. */
    static CandidateClasses of(Sight sight, Origin origin, List<TransferPath> paths) {
        var blur = new Blur(sight);
        var byPath = new IdentityHashMap<TransferPath, Gathering>();
        var byKey = new LinkedHashMap<Hashed<List<Hop>>, Gathering>();
        for (var i = 0; i < paths.size(); i++) {
            byPath.computeIfAbsent(
                            paths.get(i),
                            path -> byKey.computeIfAbsent(
                                    new Hashed<>(blur.hops(path, origin)), key -> new Gathering(key, path)))
                    .numbers
                    .add(i);
        }
        var classes = byKey.values().stream()
                .map(gathering -> gathering.made(paths.size()))
                .toList();
        return new CandidateClasses(sight, origin, paths.size(), classes);
    }

    /** How many candidates there are. */
    public int size() {
        return size;
    }

    /** How many classes they fall into. */
    public int count() {
        return classes.size();
    }

    /** The site that asks. */
    public Origin origin() {
        return origin;
    }

    Sight sight() {
        return sight;
    }

    List<PathClass> classes() {
        return classes;
    }
}
