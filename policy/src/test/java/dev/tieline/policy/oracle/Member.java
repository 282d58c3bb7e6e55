package dev.tieline.policy.oracle;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A member of a bloc. */
sealed interface Member {

    /** The country or bloc that it names. */
    String name();

    /** As it stands in a bundle. */
    Object document();

    /** The guard that it has, if any. */
    default Optional<Guard> guard() {
        return Optional.empty();
    }

    /** A country or a bloc. */
    record Plain(String name) implements Member {
        @Override
        public Object document() {
            return name;
        }
    }

    /** A country that counts from a moment on, with what limits it further. */
    record Dated(
            String name,
            Instant from,
            @Nullable Instant until,
            boolean suspended,
            @Nullable Guard when) implements Member {

        Optional<Instant> end() {
            return Optional.ofNullable(until);
        }

        /** The same without its guard. */
        Dated withoutGuard() {
            return new Dated(name, from, until, suspended, null);
        }

        @Override
        public Optional<Guard> guard() {
            return Optional.ofNullable(when);
        }

        @Override
        public Object document() {
            var keys = new LinkedHashMap<String, Object>();
            keys.put("country", name);
            keys.put("from", from);
            end().ifPresent(moment -> keys.put("until", moment));
            guard().ifPresent(guard -> keys.put("when", guard.cel()));
            if (suspended) {
                keys.put("suspended", true);
            }
            return keys;
        }
    }
}
