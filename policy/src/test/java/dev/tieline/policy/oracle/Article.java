package dev.tieline.policy.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule.
 *
 * @param scope what {@code for} says; null where a forbid has none
 * @param hops the clauses by role or {@code any}; null where a forbid has none
 * @param audit whether its mode is audit
 * @param oblige whether it obliges to {@code audit}
 */
record Article(
        String id,
        boolean permits,
        @Nullable Scope scope,
        @Nullable Map<String, Clause> hops,
        @Nullable Guard when,
        boolean audit,
        boolean oblige) {

    Optional<Scope> scopeIfAny() {
        return Optional.ofNullable(scope);
    }

    Optional<Map<String, Clause>> hopsIfAny() {
        return Optional.ofNullable(hops);
    }

    Optional<Guard> guard() {
        return Optional.ofNullable(when);
    }

    Article withScope(@Nullable Scope other) {
        return new Article(id, permits, other, hops, when, audit, oblige);
    }

    Article withHops(@Nullable Map<String, Clause> other) {
        return new Article(id, permits, scope, other, when, audit, oblige);
    }

    Article withGuard(@Nullable Guard other) {
        return new Article(id, permits, scope, hops, other, audit, oblige);
    }

    Article withAudit(boolean other) {
        return new Article(id, permits, scope, hops, when, other, oblige);
    }

    Article withOblige(boolean other) {
        return new Article(id, permits, scope, hops, when, audit, other);
    }

    /** As it stands in a bundle. */
    Map<String, Object> document() {
        var keys = new LinkedHashMap<String, Object>();
        keys.put("id", id);
        keys.put("effect", permits ? "permit" : "forbid");
        scopeIfAny().ifPresent(some -> keys.put("for", some.document()));
        hopsIfAny().ifPresent(clauses -> {
            var documents = new LinkedHashMap<String, Object>();
            clauses.forEach((role, clause) -> documents.put(role, clause.document()));
            keys.put("hops", documents);
        });
        guard().ifPresent(guard -> keys.put("when", guard.cel()));
        if (audit) {
            keys.put("mode", "audit");
        }
        if (oblige) {
            keys.put("oblige", List.of("audit"));
        }
        return keys;
    }
}
