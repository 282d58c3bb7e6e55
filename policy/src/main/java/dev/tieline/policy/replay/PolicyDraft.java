package dev.tieline.policy.replay;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.json.DocumentJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The documents of a policy, of which changed copies can be made to see what would be decided by them. Compiled guards
 * are left out: a changed policy may use other ones.
 *
 * @param documents one for each bundle
 */
record PolicyDraft(List<YamlMap> documents) {

    PolicyDraft {
        documents = List.copyOf(documents);
    }

    static PolicyDraft of(List<BundleText> texts) {
        return new PolicyDraft(texts.stream()
                .map(text -> YamlReader.read(text.source(), text.text()).asMap())
                .toList());
    }

    /** The documents as texts, for the reader of bundles. */
    List<BundleText> texts() {
        return documents.stream()
                .map(document ->
                        new BundleText(document.place().source(), DocumentJson.text(without(document, "guards"))))
                .toList();
    }

    /** A copy of which the value of a key at the top of each document is changed, where there is one. */
    PolicyDraft with(String key, UnaryOperator<YamlValue> change) {
        return new PolicyDraft(documents.stream()
                .map(document -> changed(document, key, change))
                .toList());
    }

    /** The rules of all bundles. */
    Stream<YamlMap> rules() {
        return documents.stream()
                .flatMap(document -> document.find("rules").stream())
                .flatMap(rules -> rules.asList().maps().stream());
    }

    static YamlMap changed(YamlMap map, String key, UnaryOperator<YamlValue> change) {
        var entries = new LinkedHashMap<>(map.entries());
        entries.computeIfPresent(key, (same, value) -> change.apply(value));
        return new YamlMap(map.place(), entries);
    }

    /** The map with the key set to a word, which is added if it was not there. */
    static YamlMap with(YamlMap map, String key, String text, YamlScalar.Type type) {
        var entries = new LinkedHashMap<>(map.entries());
        entries.put(key, new YamlScalar(map.place(), text, type));
        return new YamlMap(map.place(), entries);
    }

    static YamlMap without(YamlMap map, String key) {
        var entries = new LinkedHashMap<>(map.entries());
        entries.remove(key);
        return new YamlMap(map.place(), entries);
    }

    static YamlList each(YamlList list, UnaryOperator<YamlValue> change) {
        var items = new ArrayList<YamlValue>();
        list.items().forEach(item -> items.add(change.apply(item)));
        return new YamlList(list.place(), items);
    }
}
