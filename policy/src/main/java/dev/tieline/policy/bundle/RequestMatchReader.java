package dev.tieline.policy.bundle;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Transform;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the {@code for} of a rule: the one place that knows the key of each dimension. */
final class RequestMatchReader {
    private static final String[] KEYS = {"class", "tags", "purpose", "action", "transform"};

    private final Vocabulary vocabulary;

    RequestMatchReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The {@code for} of a permit, which names {@code class} and covers tagged requests only where it says so. */
    RequestMatch permit(YamlMap rule) {
        var map = notEmpty(rule.map("for"));
        var conditions = new ArrayList<RequestCondition>();
        conditions.add(new ClassUpTo(Collections.max(classes(map.get("class")))));
        map.find("tags")
                .ifPresentOrElse(
                        value -> permittedTags(value, conditions),
                        () -> conditions.add(new TagsAmong(Collections.emptySortedSet())));
        conditions.addAll(shared(map));
        return new RequestMatch(conditions);
    }

    private void permittedTags(YamlValue value, List<RequestCondition> conditions) {
        if (!Wildcard.stands(value.asList())) {
            conditions.add(new TagsAmong(tags(value)));
        }
    }

    /** The {@code for} of a forbid, which may be left out. */
    RequestMatch forbid(YamlMap rule) {
        if (!rule.has("for")) {
            return new RequestMatch(List.of());
        }
        var map = notEmpty(rule.map("for"));
        var conditions = new ArrayList<RequestCondition>();
        map.find("class").ifPresent(value -> conditions.add(new ClassFrom(Collections.min(classes(value)))));
        map.find("tags").ifPresent(value -> conditions.add(new AnyTagOf(forbiddenTags(value), vocabulary.tags())));
        conditions.addAll(shared(map));
        return new RequestMatch(conditions);
    }

    private SortedSet<String> forbiddenTags(YamlValue value) {
        Wildcard.refuse(value.asList(), "only countries and the tags of a permit know it");
        return tags(value);
    }

    private static YamlMap notEmpty(YamlMap map) {
        if (map.entries().isEmpty()) {
            throw map.error("is empty, and it needs at least one of: " + String.join(", ", KEYS));
        }
        return map.only(KEYS);
    }

    private List<RequestCondition> shared(YamlMap map) {
        var conditions = new ArrayList<RequestCondition>();
        map.find("purpose")
                .ifPresent(value -> conditions.add(new ListedPurpose(purposes(value), vocabulary.purposes())));
        map.find("action")
                .ifPresent(value -> conditions.add(new ListedConstant(
                        "action",
                        PolicyRequest::action,
                        constants(value, item -> item.choice("action", Action.values(), Action::word)))));
        map.find("transform")
                .ifPresent(value -> conditions.add(new ListedConstant(
                        "transform",
                        PolicyRequest::transform,
                        constants(value, item -> item.choice("transform", Transform.values(), Transform::word)))));
        return conditions;
    }

    private static Set<DataClass> classes(YamlValue value) {
        return constants(value, DataClasses::read);
    }

    private static <E extends Enum<E>> Set<E> constants(YamlValue value, Function<YamlValue, E> read) {
        var constants = new LinkedHashSet<E>();
        value.asList().notEmpty().items().forEach(item -> constants.add(read.apply(item)));
        return Collections.unmodifiableSet(constants);
    }

    private SortedSet<String> tags(YamlValue value) {
        return names(value, item -> Names.declared("tag", item, vocabulary.tags(), "tags"));
    }

    private SortedSet<String> purposes(YamlValue value) {
        return names(value, item -> Names.declared("purpose", item, vocabulary.purposes(), "purposes"));
    }

    private static SortedSet<String> names(YamlValue value, Function<YamlValue, String> read) {
        var names = new TreeSet<String>();
        value.asList().notEmpty().items().forEach(item -> names.add(read.apply(item)));
        return Collections.unmodifiableSortedSet(names);
    }
}
