package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Tier;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
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
            case "tier" -> orNot(value, list -> listed(key, ConditionReader::tier, tiers(list)));
            case "key_custody" ->
                orNot(value, list -> listed(key, hop -> hop.facts().keyCustody(), words(list)));
            case "sees" -> orNot(value, list -> listed(key, ConditionReader::sees, sees(list)));
            case "site" -> orNot(value, list -> listed(key, ConditionReader::site, words(list)));
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

    private static Condition listed(String key, Function<Hop, @Nullable String> fact, SortedSet<String> words) {
        return new ListedWord(key, fact, words);
    }

    private static SortedSet<String> words(YamlValue value) {
        var list = Wildcard.refuse(value.asList(), "only countries and the tags of a permit know it");
        return new TreeSet<>(list.strings());
    }

    private static SortedSet<String> tiers(YamlValue value) {
        var words = new TreeSet<String>();
        value.asList()
                .notEmpty()
                .items()
                .forEach(item ->
                        words.add(item.choice("tier", Tier.values(), Tier::word).word()));
        return words;
    }

    private static SortedSet<String> sees(YamlValue value) {
        var words = new TreeSet<String>();
        value.asList()
                .notEmpty()
                .items()
                .forEach(item -> words.add(item.choice("value of sees", Hop.Sees.values(), Hop.Sees::word)
                        .word()));
        return words;
    }

    private static @Nullable String tier(Hop hop) {
        var tier = hop.facts().tier();
        return tier == null ? null : tier.word();
    }

    private static @Nullable String sees(Hop hop) {
        var sees = hop.sees();
        return sees == null ? null : sees.word();
    }

    private static @Nullable String site(Hop hop) {
        var site = hop.facts().site();
        return site.isEmpty() ? null : site;
    }
}
