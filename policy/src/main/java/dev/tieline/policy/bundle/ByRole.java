package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import java.util.function.Function;

/** One value for each role of a hop. */
record ByRole<T>(T process, T relay, T store) {

    static <T> ByRole<T> of(Function<Hop.Role, T> value) {
        return new ByRole<>(value.apply(Hop.Role.PROCESS), value.apply(Hop.Role.RELAY), value.apply(Hop.Role.STORE));
    }

    T get(Hop.Role role) {
        return switch (role) {
            case PROCESS -> process;
            case RELAY -> relay;
            case STORE -> store;
        };
    }
}
