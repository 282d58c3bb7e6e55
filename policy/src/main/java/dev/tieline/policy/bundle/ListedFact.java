package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code tier} and {@code sees}: the hop's value is listed. */
record ListedFact<E extends Enum<E>>(String name, Function<Hop, @Nullable E> fact, Constants<E> listed)
        implements Condition {

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var constant = fact.apply(hop);
        return constant == null ? Truth.UNKNOWN : Truth.of(listed.contains(constant));
    }

    @Override
    public String actual(Hop hop) {
        return Objects.toString(fact.apply(hop), UNKNOWN);
    }

    @Override
    public String expected(PolicyRequest request) {
        return listed.joined(", ");
    }
}
