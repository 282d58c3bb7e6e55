package dev.tieline.policy.guard;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the fields that expressions see; null where it is not known. Countries are without subdivision.
 *
 * @param tags those that are declared: a request with any other has unknown tags
 * @param purposes those that are declared: any other is unknown
 */
record GuardFacts(Set<String> tags, Set<String> purposes) {
    GuardFacts {
        tags = Set.copyOf(tags);
        purposes = Set.copyOf(purposes);
    }

    @Nullable Object request(PolicyRequest request, String field) {
        return switch (field) {
            case "class" ->
                request.label().dataClass() == DataClass.UNKNOWN
                        ? null
                        : request.label().dataClass().word();
            case "tags" ->
                tags.containsAll(request.label().tags())
                        ? List.copyOf(request.label().tags())
                        : null;
            case "purpose" -> declared(request.purpose());
            case "action" -> request.action().word();
            case "transform" -> text(request.transform());
            default -> null;
        };
    }

    @Nullable Object origin(Origin origin, String field) {
        var facts = origin.facts();
        return switch (field) {
            case "tenant" -> origin.tenant();
            case "site" -> site(facts.site());
            case "country" -> country(facts.country());
            case "subdivision" -> subdivision(facts.country());
            case "operator_home" -> country(facts.operatorHome());
            default -> null;
        };
    }

    @Nullable Object hop(Hop hop, String field) {
        var facts = hop.facts();
        return switch (field) {
            case "role" -> hop.role().word();
            case "site" -> site(facts.site());
            case "country" -> country(facts.country());
            case "subdivision" -> subdivision(facts.country());
            case "operator_home" -> country(facts.operatorHome());
            case "access_countries" -> countries(facts.accessCountries());
            case "tier" -> text(facts.tier());
            case "certs" -> sorted(facts.certs());
            case "key_custody" -> facts.keyCustody();
            case "tee" -> facts.tee();
            case "attested" -> facts.attested();
            case "sees" -> text(hop.sees());
            case "retention_s" -> seconds(hop.retention());
            default -> null;
        };
    }

    private @Nullable String declared(@Nullable String purpose) {
        return purpose != null && purposes.contains(purpose) ? purpose : null;
    }

    private static @Nullable String site(String site) {
        return site.isEmpty() ? null : site;
    }

    private static @Nullable String text(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.toString();
    }

    private static @Nullable String country(@Nullable Jurisdiction jurisdiction) {
        return jurisdiction == null ? null : jurisdiction.country();
    }

    private static @Nullable String subdivision(@Nullable Jurisdiction jurisdiction) {
        return jurisdiction == null ? null : jurisdiction.subdivision();
    }

    private static @Nullable List<String> countries(@Nullable Set<Jurisdiction> jurisdictions) {
        return jurisdictions == null
                ? null
                : sorted(jurisdictions.stream().map(Jurisdiction::country).toList());
    }

    private static @Nullable List<String> sorted(@Nullable Collection<String> words) {
        return words == null ? null : words.stream().distinct().sorted().toList();
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
