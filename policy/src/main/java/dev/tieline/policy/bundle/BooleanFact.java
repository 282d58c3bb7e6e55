package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Truth;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code tee} and {@code attested}: the fact has the wanted value. */
record BooleanFact(String name, Function<SiteFacts, @Nullable Boolean> fact, boolean wanted) implements Condition {

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var value = fact.apply(hop.facts());
        return value == null ? Truth.UNKNOWN : Truth.of(value == wanted);
    }

    @Override
    public String actual(Hop hop) {
        return Objects.toString(fact.apply(hop.facts()), UNKNOWN);
    }

    @Override
    public String expected(PolicyRequest request) {
        return Boolean.toString(wanted);
    }

    @Override
    public String opposite(PolicyRequest request) {
        return Boolean.toString(!wanted);
    }
}
