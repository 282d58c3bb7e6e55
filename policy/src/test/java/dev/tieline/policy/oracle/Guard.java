package dev.tieline.policy.oracle;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A condition as {@code when} has it: the part of CEL that random laws use, with an error as the third value. */
sealed interface Guard {

    /** What a field of {@code request}, {@code origin} or {@code hop} is; empty where it is absent. */
    interface Sight {
        Optional<Object> of(Field field);
    }

    /** As CEL. */
    String cel();

    /** Whether it is true; unknown where CEL ends in an error. */
    Three holds(Sight sight);

    /** The fields that it mentions. */
    Stream<Field> fields();

    default boolean mentionsHop() {
        return fields().anyMatch(field -> field.owner().equals("hop"));
    }

    /** The guards that it is made of, to make it smaller. */
    default List<Guard> parts() {
        return List.of();
    }

    /** Such as {@code hop.country}. */
    record Field(String owner, String name) {
        String cel() {
            return owner + "." + name;
        }
    }

    private static String quoted(String word) {
        return "'" + word + "'";
    }

    /** {@code has(hop.country)}. */
    record Has(Field field) implements Guard {
        @Override
        public String cel() {
            return "has(" + field.cel() + ")";
        }

        @Override
        public Three holds(Sight sight) {
            return Three.of(sight.of(field).isPresent());
        }

        @Override
        public Stream<Field> fields() {
            return Stream.of(field);
        }
    }

    /** {@code hop.tee}. */
    record Flag(Field field) implements Guard {
        @Override
        public String cel() {
            return field.cel();
        }

        @Override
        public Three holds(Sight sight) {
            return Three.of(sight.of(field).map(Boolean.TRUE::equals));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.of(field);
        }
    }

    /** {@code request.class == 'personal'}. */
    record Is(Field field, String word) implements Guard {
        @Override
        public String cel() {
            return field.cel() + " == " + quoted(word);
        }

        @Override
        public Three holds(Sight sight) {
            return Three.of(sight.of(field).map(word::equals));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.of(field);
        }
    }

    /** {@code hop.country != origin.country}. */
    record Differ(Field one, Field other) implements Guard {
        @Override
        public String cel() {
            return one.cel() + " != " + other.cel();
        }

        @Override
        public Three holds(Sight sight) {
            return Three.of(sight.of(one).flatMap(a -> sight.of(other).map(b -> !a.equals(b))));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.of(one, other);
        }
    }

    /** {@code hop.country in ['DE', 'FR']}. */
    record Among(Field field, List<String> words) implements Guard {
        @Override
        public String cel() {
            return field.cel() + words.stream().map(Guard::quoted).collect(Collectors.joining(", ", " in [", "]"));
        }

        @Override
        public Three holds(Sight sight) {
            return Three.of(sight.of(field).map(words::contains));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.of(field);
        }
    }

    /** {@code 'health' in request.tags}. */
    record Holds(String word, Field list) implements Guard {
        @Override
        public String cel() {
            return quoted(word) + " in " + list.cel();
        }

        @Override
        public Three holds(Sight sight) {
            return Three.of(sight.of(list).map(words -> ((List<?>) words).contains(word)));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.of(list);
        }
    }

    /** {@code hop.retention_s <= 3600}. */
    record AtMost(Field field, long limit) implements Guard {
        @Override
        public String cel() {
            return field.cel() + " <= " + limit;
        }

        @Override
        public Three holds(Sight sight) {
            return Three.of(sight.of(field).map(value -> (Long) value <= limit));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.of(field);
        }
    }

    /** {@code !(...)}. */
    record Not(Guard guard) implements Guard {
        @Override
        public String cel() {
            return "!(" + guard.cel() + ")";
        }

        @Override
        public Three holds(Sight sight) {
            return guard.holds(sight).not();
        }

        @Override
        public Stream<Field> fields() {
            return guard.fields();
        }

        @Override
        public List<Guard> parts() {
            return List.of(guard);
        }
    }

    /** {@code (... && ...)}: a false side decides, on whichever side an error is. */
    record And(Guard left, Guard right) implements Guard {
        @Override
        public String cel() {
            return "(" + left.cel() + " && " + right.cel() + ")";
        }

        @Override
        public Three holds(Sight sight) {
            return Three.all(Stream.of(left.holds(sight), right.holds(sight)));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.concat(left.fields(), right.fields());
        }

        @Override
        public List<Guard> parts() {
            return List.of(left, right);
        }
    }

    /** {@code (... || ...)}: a true side decides, on whichever side an error is. */
    record Or(Guard left, Guard right) implements Guard {
        @Override
        public String cel() {
            return "(" + left.cel() + " || " + right.cel() + ")";
        }

        @Override
        public Three holds(Sight sight) {
            return Three.any(Stream.of(left.holds(sight), right.holds(sight)));
        }

        @Override
        public Stream<Field> fields() {
            return Stream.concat(left.fields(), right.fields());
        }

        @Override
        public List<Guard> parts() {
            return List.of(left, right);
        }
    }
}
