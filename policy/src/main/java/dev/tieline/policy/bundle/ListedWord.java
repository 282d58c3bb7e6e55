package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code key_custody} and {@code site}: the hop's value is listed. */
record ListedWord(String name, Function<Hop, @Nullable String> fact, WordList listed) implements Condition {

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var word = fact.apply(hop);
        return word == null ? Truth.UNKNOWN : Truth.of(listed.contains(word));
    }

    @Override
    public String actual(Hop hop) {
        return Objects.requireNonNullElse(fact.apply(hop), UNKNOWN);
    }

    @Override
    public String expected(PolicyRequest request) {
        return listed.joined(", ");
    }
}
