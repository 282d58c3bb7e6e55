package dev.tieline.policy.bundle;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Policy requests for tests: by default raw data for diagnostics, from a clinic in Berlin, in mid 2026. */
record Asked(
        Action action,
        DataLabel label,
        @Nullable String purpose,
        @Nullable Transform transform,
        Instant at,
        Origin origin) {

    static final Instant MID_2026 = Instant.parse("2026-07-01T00:00:00Z");

    static Asked about(DataClass dataClass, String... tags) {
        return new Asked(
                Action.INFER,
                DataLabel.of(dataClass, tags),
                "diagnostics",
                Transform.RAW,
                MID_2026,
                new Origin("acme", inCountry("clinic-berlin", "DE")));
    }

    static SiteFacts inCountry(String site, String country) {
        var jurisdiction = Jurisdiction.of(country);
        return new SiteFacts(site, jurisdiction, jurisdiction, null, null, null, null, null, null);
    }

    static Hop process(String country) {
        return Hop.process(inCountry("worker", country));
    }

    static Hop relay(String country) {
        return Hop.relay(Hop.Sees.CLEAR, inCountry("broker", country));
    }

    static Hop store(String country) {
        return new Hop(Hop.Role.STORE, Hop.Sees.CIPHER, inCountry("archive", country), null);
    }

    Asked action(Action other) {
        return new Asked(other, label, purpose, transform, at, origin);
    }

    Asked purpose(@Nullable String other) {
        return new Asked(action, label, other, transform, at, origin);
    }

    Asked transform(@Nullable Transform other) {
        return new Asked(action, label, purpose, other, at, origin);
    }

    Asked at(String instant) {
        return new Asked(action, label, purpose, transform, Instant.parse(instant), origin);
    }

    Asked from(SiteFacts facts) {
        return new Asked(action, label, purpose, transform, at, new Origin("acme", facts));
    }

    PolicyRequest via(Hop... hops) {
        return new PolicyRequest(action, label, purpose, transform, at, origin, TransferPath.of(hops));
    }

    PolicyRequest staying() {
        return via();
    }
}
