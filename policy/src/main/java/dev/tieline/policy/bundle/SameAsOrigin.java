package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Truth;
import org.jspecify.annotations.Nullable;

/** {@code same}: the hop agrees with the asking node in one fact. Countries are compared without subdivision. */
record SameAsOrigin(Aspect aspect) implements Condition {

    /** In what the hop has to agree with the origin. */
    enum Aspect {
        SITE("origin.site", "site"),
        COUNTRY("origin.country", "country"),
        OPERATOR_HOME("origin.operator_home", "operator_home");

        private final String word;
        private final String fact;

        Aspect(String word, String fact) {
            this.word = word;
            this.fact = fact;
        }

        String word() {
            return word;
        }

        @Nullable String of(SiteFacts facts) {
            return switch (this) {
                case SITE -> facts.site().isEmpty() ? null : facts.site();
                case COUNTRY -> country(facts.country());
                case OPERATOR_HOME -> country(facts.operatorHome());
            };
        }

        private static @Nullable String country(@Nullable Jurisdiction jurisdiction) {
            return jurisdiction == null ? null : jurisdiction.country();
        }
    }

    @Override
    public String name() {
        return "same";
    }

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var here = aspect.of(hop.facts());
        var there = aspect.of(request.origin().facts());
        return here == null || there == null ? Truth.UNKNOWN : Truth.of(here.equals(there));
    }

    @Override
    public String actual(Hop hop) {
        var here = aspect.of(hop.facts());
        return aspect.fact + " " + (here == null ? UNKNOWN : here);
    }

    @Override
    public String expected(PolicyRequest request) {
        var there = aspect.of(request.origin().facts());
        return aspect.word + " " + (there == null ? UNKNOWN : there);
    }
}
