package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A second evaluator, written from the sentences of the policy model alone: it walks the bundle's text for each
 * request, shares no rule, condition or bloc code with the real one, and cares for nothing but being plain.
 *
 * <p>Three values are an {@code Optional<Boolean>}, in which empty is unknown.
 */
final class ReferenceEvaluator {
    private static final List<String> CLASSES = List.of("public", "internal", "personal", "special", "unknown");

    private final YamlMap bundle;

    ReferenceEvaluator(String text) {
        this.bundle = YamlReader.read("reference", text).asMap();
    }

    /** What was decided and by which rule. */
    record Answer(boolean permitted, @Nullable String decidingRule) {}

    Answer decide(PolicyRequest request) {
        var head = bundle.map("bundle");
        var stays = request.path().hops().isEmpty();
        if (request.at().compareTo(head.get("notBefore").asScalar().instant()) < 0) {
            return new Answer(stays, null);
        }
        var forbids = matching("forbid", request);
        if (!forbids.isEmpty()) {
            return new Answer(false, forbids.first());
        } else if (stays) {
            return new Answer(true, null);
        }
        var expired = request.at().compareTo(head.get("expires").asScalar().instant()) >= 0;
        var untaggedPublic = request.label().equals(DataLabel.PUBLIC);
        if (expired && !untaggedPublic) {
            return new Answer(false, null);
        }
        var permits = matching("permit", request);
        if (!permits.isEmpty()) {
            return new Answer(true, permits.first());
        }
        var fallback = bundle.find("defaults")
                .flatMap(defaults ->
                        defaults.asMap().findString(request.label().dataClass().word()));
        return new Answer(fallback.equals(Optional.of("allow")), null);
    }

    private SortedSet<String> matching(String effect, PolicyRequest request) {
        var ids = new TreeSet<String>();
        for (var rule : bundle.list("rules").maps()) {
            if (rule.string("effect").equals(effect)
                    && (effect.equals("permit") ? permitMatches(rule, request) : forbidMatches(rule, request))) {
                ids.add(rule.string("id"));
            }
        }
        return ids;
    }

    private boolean permitMatches(YamlMap rule, PolicyRequest request) {
        var match = rule.map("for");
        var limit =
                match.strings("class").stream().mapToInt(CLASSES::indexOf).max().orElseThrow();
        if (CLASSES.indexOf(request.label().dataClass().word()) > limit) {
            return false;
        }
        var listed = match.has("tags") ? match.strings("tags") : List.<String>of();
        if (!listed.contains("*") && !listed.containsAll(request.label().tags())) {
            return false;
        }
        if (!dimensions(match, request).allMatch(Optional.of(true)::equals)) {
            return false;
        }
        return request.path().hops().stream().allMatch(hop -> permitsHop(rule.map("hops"), hop, request));
    }

    private boolean permitsHop(YamlMap hops, Hop hop, PolicyRequest request) {
        var own = hops.find(hop.role().word()).or(() -> hops.find("any"));
        return own.isPresent()
                && !own.get().asMap().has("none")
                && conditions(own.get().asMap(), hop, request).allMatch(Optional.of(true)::equals);
    }

    private boolean forbidMatches(YamlMap rule, PolicyRequest request) {
        if (rule.has("for")) {
            var match = rule.map("for");
            if (match.has("class")) {
                var limit = match.strings("class").stream()
                        .mapToInt(CLASSES::indexOf)
                        .min()
                        .orElseThrow();
                if (CLASSES.indexOf(request.label().dataClass().word()) < limit) {
                    return false;
                }
            }
            if (match.has("tags")
                    && request.label().tags().stream()
                            .noneMatch(tag -> match.strings("tags").contains(tag) || !declares("tags", tag))) {
                return false;
            }
            if (dimensions(match, request).anyMatch(Optional.of(false)::equals)) {
                return false;
            }
        }
        if (!rule.has("hops")) {
            return true;
        }
        var hops = rule.map("hops");
        return request.path().hops().stream()
                .anyMatch(hop -> Stream.of(hops.find(hop.role().word()), hops.find("any"))
                        .flatMap(Optional::stream)
                        .anyMatch(clause ->
                                conditions(clause.asMap(), hop, request).noneMatch(Optional.of(false)::equals)));
    }

    private boolean declares(String section, String name) {
        return bundle.has(section) && bundle.strings(section).contains(name);
    }

    private Stream<Optional<Boolean>> dimensions(YamlMap match, PolicyRequest request) {
        var results = new ArrayList<Optional<Boolean>>();
        if (match.has("purpose")) {
            var known = Optional.ofNullable(request.purpose()).filter(purpose -> declares("purposes", purpose));
            results.add(known.map(match.strings("purpose")::contains));
        }
        if (match.has("action")) {
            results.add(Optional.of(
                    match.strings("action").contains(request.action().word())));
        }
        if (match.has("transform")) {
            results.add(Optional.ofNullable(request.transform())
                    .map(transform -> match.strings("transform").contains(transform.word())));
        }
        return results.stream();
    }

    private Stream<Optional<Boolean>> conditions(YamlMap clause, Hop hop, PolicyRequest request) {
        return clause.entries().entrySet().stream()
                .map(entry -> condition(entry.getKey(), entry.getValue(), hop, request));
    }

    private Optional<Boolean> condition(String key, YamlValue value, Hop hop, PolicyRequest request) {
        if (value instanceof YamlMap negated) {
            return condition(key, negated.get("not"), hop, request).map(holds -> !holds);
        }
        var facts = hop.facts();
        return switch (key) {
            case "country" -> within(facts.country(), value.asList(), request.at());
            case "operator_home" -> within(facts.operatorHome(), value.asList(), request.at());
            case "access_countries" -> allWithin(facts.accessCountries(), value.asList(), request.at());
            case "tier" -> listed(facts.tier() == null ? null : facts.tier().word(), value.asList());
            case "key_custody" -> listed(facts.keyCustody(), value.asList());
            case "sees" -> listed(hop.sees() == null ? null : hop.sees().word(), value.asList());
            case "site" -> listed(facts.site().isEmpty() ? null : facts.site(), value.asList());
            case "certs" ->
                Optional.ofNullable(facts.certs())
                        .map(held -> held.stream().anyMatch(value.asList().strings()::contains));
            case "tee" -> Optional.ofNullable(facts.tee()).map(value.asScalar().bool() ? tee -> tee : tee -> !tee);
            case "attested" ->
                Optional.ofNullable(facts.attested())
                        .map(attested -> attested == value.asScalar().bool());
            case "same" ->
                same(value.asScalar().string(), facts, request.origin().facts());
            case "retentionMax" ->
                Optional.ofNullable(hop.retention())
                        .map(kept -> kept.compareTo(value.asScalar().duration()) <= 0);
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static Optional<Boolean> listed(@Nullable String word, YamlList list) {
        return Optional.ofNullable(word).map(list.strings()::contains);
    }

    private static Optional<Boolean> same(String aspect, SiteFacts here, SiteFacts there) {
        Function<SiteFacts, Optional<String>> fact = switch (aspect) {
            case "origin.site" -> facts -> Optional.of(facts.site()).filter(site -> !site.isEmpty());
            case "origin.country" ->
                facts -> Optional.ofNullable(facts.country()).map(Jurisdiction::country);
            default -> facts -> Optional.ofNullable(facts.operatorHome()).map(Jurisdiction::country);
        };
        return fact.apply(here).flatMap(a -> fact.apply(there).map(a::equals));
    }

    private Optional<Boolean> allWithin(@Nullable Set<Jurisdiction> all, YamlList list, Instant at) {
        if (all == null) {
            return Optional.empty();
        }
        var results = all.stream().map(one -> within(one, list, at)).toList();
        if (results.contains(Optional.of(false))) {
            return Optional.of(false);
        }
        return results.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(true);
    }

    private Optional<Boolean> within(@Nullable Jurisdiction jurisdiction, YamlList list, Instant at) {
        if (jurisdiction == null) {
            return Optional.empty();
        }
        var results = list.items().stream()
                .map(item -> belongs(jurisdiction, item, at))
                .toList();
        if (results.contains(Optional.of(true))) {
            return Optional.of(true);
        }
        return results.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(false);
    }

    private Optional<Boolean> belongs(Jurisdiction jurisdiction, YamlValue item, Instant at) {
        if (item instanceof YamlMap dated) {
            var from = dated.get("from").asScalar().instant();
            var until = dated.find("until").map(value -> value.asScalar().instant());
            var suspended = dated.find("suspended")
                    .map(value -> value.asScalar().bool())
                    .orElse(false);
            var counts =
                    !suspended && !at.isBefore(from) && until.map(at::isBefore).orElse(true);
            return counts ? belongs(jurisdiction, dated.get("country"), at) : Optional.of(false);
        }
        var name = item.asScalar().string();
        if (name.equals("*")) {
            return Optional.of(true);
        } else if (name.equals("EU")) {
            return Optional.of(Set.of("DE", "FR").contains(jurisdiction.country())); // of the countries that occur
        } else if (bundle.map("blocs").has(name)) {
            return within(jurisdiction, bundle.map("blocs").list(name), at);
        }
        return isIn(jurisdiction, name);
    }

    private static Optional<Boolean> isIn(Jurisdiction jurisdiction, String name) {
        var parts = name.split("-", 2);
        if (!parts[0].equals(jurisdiction.country())) {
            return Optional.of(false);
        } else if (parts.length == 1) {
            return Optional.of(true);
        }
        return Optional.ofNullable(jurisdiction.subdivision()).map(part -> Objects.equals(part, parts[1]));
    }

    static DataClass raised(DataClass dataClass) {
        return DataClass.of(CLASSES.get(Math.min(CLASSES.indexOf(dataClass.word()) + 1, CLASSES.size() - 1)));
    }
}
