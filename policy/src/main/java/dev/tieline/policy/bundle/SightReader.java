package dev.tieline.policy.bundle;

import java.time.Instant;
import java.util.TreeSet;

/** Collects what the conditions of a bundle's rules look at. */
final class SightReader {
    private final TreeSet<String> namedSites = new TreeSet<>();
    private final TreeSet<Instant> turns = new TreeSet<>();
    private boolean sameSite;

    Sight sight() {
        return new Sight(false, sameSite, namedSites, turns);
    }

    void read(PolicyBundle bundle) {
        turns.add(bundle.notBefore());
        turns.add(bundle.expires());
        bundle.permits().stream().flatMap(rule -> rule.hops().clauses()).forEach(this::read);
        for (var rule : bundle.forbids()) {
            if (rule.hops() != null) {
                rule.hops().clauses().forEach(this::read);
            }
        }
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
            case InJurisdictions in -> turns.addAll(in.set().turns());
            case AccessedFrom(var set) -> turns.addAll(set.turns());
            case Negated(var plain) -> read(plain);
            case ListedFact<?> tierOrSees -> {}
            case HoldsCert certs -> {}
            case BooleanFact teeOrAttested -> {}
            case RetentionAtMost limit -> {}
        }
    }
}
