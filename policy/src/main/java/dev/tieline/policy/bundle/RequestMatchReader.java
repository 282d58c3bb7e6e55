package dev.tieline.policy.bundle;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Transform;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Reads the {@code for} of a rule: the one place that knows the key of each dimension. */
final class RequestMatchReader {
    private static final String[] KEYS = {"class", "tags", "purpose", "action", "transform"};

    private static final Set<Action> EVERY_ACTION = Set.of(Action.values());

    private final Vocabulary vocabulary;
    private final WordList declaredTags;
    private final WordList declaredPurposes;

    RequestMatchReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.declaredTags = new WordList(vocabulary.tags());
        this.declaredPurposes = new WordList(vocabulary.purposes());
    }

    /** The {@code for} of a permit, which names {@code class} and covers tagged requests only where it says so. */
    RequestMatch permit(YamlMap rule) {
        var map = notEmpty(rule.map("for"));
        var conditions = new ArrayList<RequestCondition>();
        conditions.add(new ClassUpTo(Collections.max(classes(map.get("class")))));
        map.find("tags")
                .ifPresentOrElse(
                        value -> permittedTags(value, conditions),
                        () -> conditions.add(new TagsAmong(new WordList(List.of()))));
        conditions.addAll(shared(map));
        return new RequestMatch(actions(map), conditions);
    }

    private void permittedTags(YamlValue value, List<RequestCondition> conditions) {
        if (!Wildcard.stands(value.asList())) {
            conditions.add(new TagsAmong(tags(value)));
        }
    }

    /** The {@code for} of a forbid, which may be left out. */
    RequestMatch forbid(YamlMap rule) {
        if (!rule.has("for")) {
            return new RequestMatch(EVERY_ACTION, List.of());
        }
        var map = notEmpty(rule.map("for"));
        var conditions = new ArrayList<RequestCondition>();
        map.find("class").ifPresent(value -> conditions.add(new ClassFrom(Collections.min(classes(value)))));
        map.find("tags").ifPresent(value -> conditions.add(new AnyTagOf(forbiddenTags(value), declaredTags)));
        conditions.addAll(shared(map));
        return new RequestMatch(actions(map), conditions);
    }

    private WordList forbiddenTags(YamlValue value) {
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
        map.find("purpose").ifPresent(value -> conditions.add(new ListedPurpose(purposes(value), declaredPurposes)));
        if (map.has("action")) {
            conditions.add(new ListedConstant<>("action", PolicyRequest::action, new Constants<>(actions(map))));
        }
        map.find("transform").ifPresent(value -> conditions.add(transform(value)));
        return conditions;
    }

    private static Set<Action> actions(YamlMap map) {
        return map.find("action")
                .map(value -> Lists.of(value, item -> item.choice("action", Action.values(), Action::word)))
                .orElse(EVERY_ACTION);
    }

    private static RequestCondition transform(YamlValue value) {
        var transforms = Lists.of(value, item -> item.choice("transform", Transform.values(), Transform::word));
        return new ListedConstant<>("transform", PolicyRequest::transform, new Constants<>(transforms));
    }

    private static Set<DataClass> classes(YamlValue value) {
        return Lists.of(value, DataClasses::read);
    }

    private WordList tags(YamlValue value) {
        return new WordList(Lists.of(value, item -> Names.declared("tag", item, vocabulary.tags(), "tags")));
    }

    private WordList purposes(YamlValue value) {
        return new WordList(
                Lists.of(value, item -> Names.declared("purpose", item, vocabulary.purposes(), "purposes")));
    }
}
