package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Tier;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes conditions out of the entries of a clause: the one place that knows the key of each. */
final class ConditionReader {
    private static final String[] KEYS = {
        "country",
        "operator_home",
        "access_countries",
        "tier",
        "key_custody",
        "sees",
        "site",
        "certs",
        "tee",
        "attested",
        "same",
        "retentionMax"
    };

    private final Blocs blocs;

    ConditionReader(Blocs blocs) {
        this.blocs = blocs;
    }

    /** Reads all conditions of a clause. */
    Clause clause(String path, YamlMap map) {
        map.only(KEYS);
        return new Clause(
                path,
                map.entries().entrySet().stream()
                        .map(entry -> condition(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private Condition condition(String key, YamlValue value) {
        return switch (key) {
            case "country" -> orNot(value, list -> in(key, SiteFacts::country, list));
            case "operator_home" -> orNot(value, list -> in(key, SiteFacts::operatorHome, list));
            case "access_countries" -> orNot(value, list -> new AccessedFrom(JurisdictionSet.read(list, blocs)));
            case "tier" -> orNot(value, list -> tier(key, list));
            case "key_custody" ->
                orNot(value, list -> new ListedWord(key, hop -> hop.facts().keyCustody(), words(list)));
            case "sees" -> orNot(value, list -> sees(key, list));
            case "site" -> orNot(value, list -> new ListedWord(key, ConditionReader::site, words(list)));
            case "certs" -> orNot(value, list -> new HoldsCert(words(list)));
            case "tee" -> new BooleanFact(key, SiteFacts::tee, value.asScalar().bool());
            case "attested" ->
                new BooleanFact(key, SiteFacts::attested, value.asScalar().bool());
            case "same" ->
                new SameAsOrigin(
                        value.choice("value of same", SameAsOrigin.Aspect.values(), SameAsOrigin.Aspect::word));
            case "retentionMax" -> new RetentionAtMost(value.asScalar().duration());
            default ->
                throw new IllegalStateException(
                        "No condition is made for the key '" + key + "', among " + Arrays.toString(KEYS));
        };
    }

    /** Either a plain list or {@code {not: [...]}}. */
    private static Condition orNot(YamlValue value, Function<YamlValue, Condition> plain) {
        return value instanceof YamlMap map
                ? new Negated(plain.apply(map.only("not").get("not")))
                : plain.apply(value);
    }

    private Condition in(String key, Function<SiteFacts, @Nullable Jurisdiction> fact, YamlValue list) {
        return new InJurisdictions(key, fact, JurisdictionSet.read(list, blocs));
    }

    private static Condition tier(String key, YamlValue list) {
        var tiers = Lists.of(list, item -> item.choice("tier", Tier.values(), Tier::word));
        return new ListedFact<>(key, hop -> hop.facts().tier(), new Constants<>(tiers));
    }

    private static Condition sees(String key, YamlValue list) {
        var sees = Lists.of(list, item -> item.choice("value of sees", Hop.Sees.values(), Hop.Sees::word));
        return new ListedFact<>(key, Hop::sees, new Constants<>(sees));
    }

    private static WordList words(YamlValue value) {
        var list = Wildcard.refuse(value.asList(), "only countries and the tags of a permit know it");
        return new WordList(list.strings());
    }

    private static @Nullable String site(Hop hop) {
        var site = hop.facts().site();
        return site.isEmpty() ? null : site;
    }
}
