package dev.tieline.policy.lint;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.lint.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Memberships that end soon, and bundles that expire soon or have expired. */
final class Endings {
    private final Instant at;
    private final Duration within;
    private final List<Finding> findings = new ArrayList<>();

    private Endings(Instant at, Duration within) {
        this.at = at;
        this.within = within;
    }

    static List<Finding> findings(LintedPolicy policy, Instant at, Duration within) {
        var check = new Endings(at, within);
        policy.bundles().forEach(check::bundle);
        policy.blocs()
                .entries()
                .forEach((bloc, members) -> members.items().forEach(item -> {
                    if (item instanceof YamlMap member) {
                        check.member(bloc, member);
                    }
                }));
        return check.findings;
    }

    private void bundle(LintedBundle bundle) {
        var expires = bundle.map().map("bundle").get("expires");
        if (!bundle.expires().isAfter(at)) {
            findings.add(new Finding(
                    Kind.ENDS_SOON, expires.place(), "the bundle " + bundle.id() + " expired at " + bundle.expires()));
        } else if (isNear(bundle.expires())) {
            findings.add(new Finding(
                    Kind.ENDS_SOON,
                    expires.place(),
                    "the bundle " + bundle.id() + " expires at " + bundle.expires() + ", " + in(bundle.expires())));
        }
    }

    private void member(String bloc, YamlMap member) {
        var suspended =
                member.find("suspended").map(value -> value.asScalar().bool()).orElse(false);
        member.find("until").filter(value -> !suspended).ifPresent(value -> {
            var until = value.asScalar().instant();
            if (until.isAfter(at) && isNear(until)) {
                findings.add(new Finding(
                        Kind.ENDS_SOON,
                        value.place(),
                        "the membership of " + member.string("country") + " in the bloc " + bloc + " ends at " + until
                                + ", " + in(until)));
            }
        });
    }

    private boolean isNear(Instant end) {
        return Duration.between(at, end).compareTo(within) <= 0;
    }

    private String in(Instant end) {
        var days = Duration.between(at, end).toDays();
        return days == 0 ? "in less than a day" : days == 1 ? "in a day" : "in " + days + " days";
    }
}
