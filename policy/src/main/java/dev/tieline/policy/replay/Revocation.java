package dev.tieline.policy.replay;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy in which countries have lost their dated memberships, as when a decision of adequacy is annulled.
 *
 * @param texts the policy's bundles after that
 * @param memberships the memberships that were lost, such as {@code US in EU_ADEQUATE}
 * @param rules the rules that name a bloc which lost a member, each with those blocs, such as {@code a (EU_ADEQUATE)}
 */
public record Revocation(List<BundleText> texts, List<String> memberships, List<String> rules) {
    private static final Set<String> PLACES = Set.of("country", "operator_home", "access_countries");

    public Revocation {
        texts = List.copyOf(texts);
        memberships = List.copyOf(memberships);
        rules = List.copyOf(rules);
    }

    /**
     * Takes the memberships away.
     *
     * @param texts bundles that were read together without error
     * @param revoked countries whose memberships end
     * @param at when they end; null for as if they had never begun
     * @param suspended countries whose memberships are suspended, which has no date
     */
    public static Revocation of(
            List<BundleText> texts, Set<String> revoked, @Nullable Instant at, Set<String> suspended) {
        return new Taking(revoked, at, suspended).from(PolicyDraft.of(texts));
    }

    private static final class Taking {
        private final Set<String> revoked;
        private final @Nullable Instant at;
        private final Set<String> suspended;
        private final List<String> memberships = new ArrayList<>();
        private final Set<String> poorer = new LinkedHashSet<>();

        Taking(Set<String> revoked, @Nullable Instant at, Set<String> suspended) {
            this.revoked = revoked;
            this.at = at;
            this.suspended = suspended;
        }

        Revocation from(PolicyDraft draft) {
            var after = draft.with("blocs", blocs -> blocs(blocs.asMap()));
            widen(draft);
            var rules = draft.rules().flatMap(rule -> mention(rule).stream()).toList();
            return new Revocation(after.texts(), memberships, rules);
        }

        private YamlMap blocs(YamlMap blocs) {
            var changed = new LinkedHashMap<String, YamlValue>();
            blocs.entries()
                    .forEach((bloc, members) ->
                            changed.put(bloc, PolicyDraft.each(members.asList(), item -> member(bloc, item))));
            return new YamlMap(blocs.place(), changed);
        }

        private YamlValue member(String bloc, YamlValue item) {
            if (!(item instanceof YamlMap member)) {
                return item;
            }
            var country = member.string("country");
            var after = after(member, country);
            if (!after.equals(member)) {
                lose(bloc, country);
            }
            return after;
        }

        /** What becomes of a membership; one that is suspended already has nothing to lose. */
        private YamlMap after(YamlMap member, String country) {
            if (member.find("suspended").map(value -> value.asScalar().bool()).orElse(false)) {
                return member;
            } else if (names(suspended, country)) {
                return suspend(member);
            }
            return names(revoked, country) ? end(member) : member;
        }

        /** Whether one of the names covers a country or a part of it. */
        private static boolean names(Set<String> countries, String member) {
            return countries.contains(member) || countries.contains(member.split("-", 2)[0]);
        }

        private void lose(String bloc, String country) {
            var membership = country + " in " + bloc;
            if (!memberships.contains(membership)) {
                memberships.add(membership);
            }
            poorer.add(bloc);
        }

        private static YamlMap suspend(YamlMap member) {
            return PolicyDraft.with(member, "suspended", "true", YamlScalar.Type.BOOLEAN);
        }

        private YamlMap end(YamlMap member) {
            if (at == null || !member.get("from").asScalar().instant().isBefore(at)) {
                return suspend(member);
            }
            var until = member.find("until").map(value -> value.asScalar().instant());
            return until.isPresent() && !until.get().isAfter(at)
                    ? member
                    : PolicyDraft.with(member, "until", at.toString(), YamlScalar.Type.STRING);
        }

        /** A bloc that holds a poorer one is poorer itself. */
        private void widen(PolicyDraft draft) {
            var blocs = draft.documents().stream()
                    .flatMap(document -> document.find("blocs").stream())
                    .flatMap(value -> value.asMap().entries().entrySet().stream())
                    .toList();
            var grown = true;
            while (grown) {
                grown = false;
                for (var bloc : blocs) {
                    grown |= bloc.getValue().asList().items().stream()
                                    .anyMatch(item -> item instanceof YamlScalar name && poorer.contains(name.string()))
                            && poorer.add(bloc.getKey());
                }
            }
        }

        private Optional<String> mention(YamlMap rule) {
            var named = rule.find("hops").stream()
                    .flatMap(hops -> hops.asMap().entries().values().stream())
                    .flatMap(clause -> PLACES.stream().flatMap(key -> clause.asMap().find(key).stream()))
                    .map(value -> value instanceof YamlMap not ? not.list("not") : value.asList())
                    .flatMap(list -> list.strings().stream())
                    .filter(poorer::contains)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            return named.isEmpty() ? Optional.empty() : Optional.of(rule.string("id") + " (" + named + ")");
        }
    }
}
