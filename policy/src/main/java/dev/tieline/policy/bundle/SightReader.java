package dev.tieline.policy.bundle;

import dev.tieline.policy.guard.Guard;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what the conditions of a bundle's rules look at. */
final class SightReader {
    private final TreeSet<String> namedSites = new TreeSet<>();
    private final TreeSet<Instant> turns = new TreeSet<>();
    private final Set<Bloc> seen = new HashSet<>();
    private boolean sameSite;
    private boolean everySite;

    Sight sight() {
        return new Sight(everySite, sameSite, namedSites, turns);
    }

    void read(PolicyBundle bundle) {
        turns.add(bundle.notBefore());
        turns.add(bundle.expires());
        for (var rule : bundle.permits()) {
            rule.hops().clauses().forEach(this::read);
            read(rule.when());
        }
        for (var rule : bundle.forbids()) {
            if (rule.hops() != null) {
                rule.hops().clauses().forEach(this::read);
            }
            read(rule.when());
        }
    }

    // A field of an expression is always spelled out, so one without the word cannot look at a site's id.
    private void read(@Nullable Guard when) {
        everySite |= when != null && when.text().contains("site");
    }

    private void read(JurisdictionSet set) {
        for (var bloc : set.blocs()) {
            if (seen.add(bloc)) {
                bloc.inPart().forEach(this::read);
            }
        }
    }

    private void read(Membership membership) {
        turns.add(membership.from());
        turns.add(membership.until());
        read(membership.when());
    }

    private void read(Clause clause) {
        clause.conditions().forEach(this::read);
    }

    private void read(Condition condition) {
        switch (condition) {
            case ListedWord(var name, var fact, var listed) -> {
                if (name.equals("site")) {
                    namedSites.addAll(listed.words());
                }
            }
            case SameAsOrigin(var aspect) -> sameSite |= aspect == SameAsOrigin.Aspect.SITE;
            case InJurisdictions in -> read(in.set());
            case AccessedFrom(var set) -> read(set);
            case Negated(var plain) -> read(plain);
            case ListedFact<?> tierOrSees -> {}
            case HoldsCert certs -> {}
            case BooleanFact teeOrAttested -> {}
            case RetentionAtMost limit -> {}
        }
    }
}
