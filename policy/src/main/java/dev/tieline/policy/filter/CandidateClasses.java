package dev.tieline.policy.filter;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.bundle.Sight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
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

    /** Sorts the paths. Candidates that share one path object, as those of a site may, are sorted together. */
    static CandidateClasses of(Sight sight, Origin origin, List<TransferPath> paths) {
        var blur = new Blur(sight);
        var byPath = new IdentityHashMap<TransferPath, Integer>();
        var byKey = new HashMap<Hashed<List<Hop>>, Integer>();
        var found = new ArrayList<Unfilled>();
        var classOf = new int[paths.size()];
        for (var i = 0; i < classOf.length; i++) {
            classOf[i] = byPath.computeIfAbsent(paths.get(i), path -> {
                var key = new Hashed<>(blur.hops(path, origin));
                var number = byKey.putIfAbsent(key, found.size());
                if (number != null) {
                    return number;
                }
                found.add(new Unfilled(key, path));
                return found.size() - 1;
            });
        }
        var members = Members.ofEach(classOf, found.size());
        var classes = IntStream.range(0, found.size())
                .mapToObj(i -> found.get(i).with(members.get(i)))
                .toList();
        return new CandidateClasses(sight, origin, classOf.length, classes);
    }

    private record Unfilled(Hashed<List<Hop>> key, TransferPath example) {
        PathClass with(Members members) {
            return new PathClass(key, example, members);
        }
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
