package dev.tieline.policy.replay;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that is wrong with bundles, as far as it can be told apart: a reader stops at the first error, so the rule, the test
 * or the part at fault is taken out, and the rest is read again. An error on which others may follow ends it: in the head,
 * and in what a bundle declares.
 */
public final class LoadErrors {
    /** How many errors are looked for at most. */
    public static final int MOST = 20;

    private static final Pattern ITEM = Pattern.compile("(rules|tests)\\[(\\d+)](.*)");
    private static final Pattern PART = Pattern.compile("(defaults|guards)\\b.*");

    private final Consumer<List<BundleText>> reader;
    private final Map<String, TreeSet<Integer>> removed = new HashMap<>();
    private final List<DocumentException> errors = new ArrayList<>();

    private LoadErrors(Consumer<List<BundleText>> reader) {
        this.reader = reader;
    }

    /**
     * Reads bundles that decide together, each of another source.
     *
     * @return what is wrong with them, in the order in which it was found; nothing if they can be read
     */
    public static List<DocumentException> of(List<BundleText> texts, Consumer<List<BundleText>> reader) {
        var search = new LoadErrors(reader);
        if (search.firstError(texts)) {
            search.goOn(texts);
        }
        return search.errors;
    }

    private void goOn(List<BundleText> texts) {
        PolicyDraft draft;
        try {
            draft = PolicyDraft.of(texts);
        } catch (DocumentException e) { // not even YAML: that is the error that was found
            return;
        }
        var found = errors.removeFirst();
        while (true) {
            errors.add(original(found));
            var rest = without(draft, found.place());
            if (rest.equals(draft) || errors.size() == MOST || !firstError(rest.texts())) {
                return;
            }
            draft = rest;
            found = errors.removeLast();
        }
    }

    /** Adds the first error of bundles, if they have one. */
    private boolean firstError(List<BundleText> texts) {
        try {
            reader.accept(texts);
            return false;
        } catch (DocumentException e) {
            errors.add(e);
            return true;
        }
    }

    private PolicyDraft without(PolicyDraft draft, Place place) {
        return new PolicyDraft(draft.documents().stream()
                .map(document -> document.place().source().equals(place.source()) ? without(document, place) : document)
                .toList());
    }

    private YamlMap without(YamlMap document, Place place) {
        var item = ITEM.matcher(place.path());
        if (item.matches()) {
            var index = Integer.parseInt(item.group(2));
            removed.computeIfAbsent(place.source() + " " + item.group(1), none -> new TreeSet<>())
                    .add(before(place.source(), item));
            return withoutItem(document, item.group(1), index);
        }
        var part = PART.matcher(place.path());
        if (part.matches()) {
            return PolicyDraft.without(document, part.group(1));
        }
        return document;
    }

    private static YamlMap withoutItem(YamlMap document, String key, int index) {
        var list = document.list(key);
        var items = new ArrayList<YamlValue>(list.items());
        items.remove(index);
        var entries = new LinkedHashMap<>(document.entries());
        if (items.isEmpty()) {
            entries.remove(key);
        } else {
            entries.put(key, new YamlList(list.place(), items));
        }
        return new YamlMap(document.place(), entries);
    }

    /** The error with the place that it has in the file as it is: items before it may have been taken out. */
    private DocumentException original(DocumentException error) {
        var item = ITEM.matcher(error.place().path());
        if (!item.matches()) {
            return error;
        }
        var place = error.place();
        var path = item.group(1) + "[" + before(place.source(), item) + "]" + item.group(3);
        return new DocumentException(new Place(place.source(), place.line(), path), error.problem());
    }

    /** The number that an item had before any was taken out. */
    private int before(String source, Matcher item) {
        var index = Integer.parseInt(item.group(2));
        for (var gone : removed.getOrDefault(source + " " + item.group(1), new TreeSet<>())) {
            if (gone <= index) {
                index++;
            }
        }
        return index;
    }
}
