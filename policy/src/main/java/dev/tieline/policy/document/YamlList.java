package dev.tieline.policy.document;

import java.util.List;

/**
 * A list of values, in file order.
 *
 * @param place where it stands
 * @param items its values
 */
public record YamlList(Place place, List<YamlValue> items) implements YamlValue {

    public YamlList {
        items = List.copyOf(items);
    }

    @Override
    public String kind() {
        return "a list";
    }

    /** This list. @throws DocumentException if it has no item */
    public YamlList notEmpty() {
        if (items.isEmpty()) {
            throw error("needs at least one item, and the list is empty");
        }
        return this;
    }

    public List<YamlMap> maps() {
        return items.stream().map(YamlValue::asMap).toList();
    }

    public List<String> strings() {
        return items.stream().map(item -> item.asScalar().string()).toList();
    }
}
