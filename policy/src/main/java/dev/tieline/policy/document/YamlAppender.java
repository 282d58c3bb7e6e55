package dev.tieline.policy.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Adds a key to the map that a document is, after all others. The text that is there stays as it is, its comments
 * included.
 */
public final class YamlAppender {
    private final String source;
    private final String text;

    private YamlAppender(String source, String text) {
        this.source = source;
        this.text = text;
    }

    /**
     * The document with one more key.
     *
     * @param source the name that errors give, usually the file's
     * @param text YAML 1.2 whose root is a map without the key; without a line break at its end it is given one
     * @param key the new key
     * @param items the maps in the list that the key stands for; at least one, none of them empty
     * @throws DocumentException if the text is not one well-formed map, or has the key
     */
    public static String append(String source, String text, String key, List<Map<String, String>> items) {
        var whole = text.endsWith("\n") ? text : text + "\n";
        var before = YamlReader.read(source, whole).asMap();
        before.find(key).ifPresent(value -> {
            throw value.error("stands here already");
        });
        var appender = new YamlAppender(source, whole);
        return appender.candidates(key, items)
                .filter(candidate -> appender.keeps(before, key, candidate))
                .findFirst()
                .orElseThrow(() -> before.error("cannot be given the key '" + key + "' at its end. Maybe write it in"
                        + " block style, one key a line"));
    }

    /** In braces there may be a comma before the last brace already. */
    private Stream<String> candidates(String key, List<Map<String, String>> items) {
        var start = first(Event.ID.MappingStart);
        var end = last(Event.ID.MappingEnd);
        if (((MappingStartEvent) start).getFlowStyle() == FlowStyle.FLOW) {
            var entry = quoted(key) + ": " + flow(items);
            return Stream.of(", ", " ").map(comma -> inserted(index(end), comma + entry));
        }
        var column = start.getStartMark().map(Mark::getColumn).orElse(0);
        return Stream.of(inserted(index(end), block(" ".repeat(column), key, items)));
    }

    private Event first(Event.ID kind) {
        return events().filter(event -> event.getEventId() == kind).findFirst().orElseThrow();
    }

    private Event last(Event.ID kind) {
        return events().filter(event -> event.getEventId() == kind)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private Stream<Event> events() {
        var settings = YamlReader.settings(source, text).build();
        return StreamSupport.stream(new Parse(settings).parseString(text).spliterator(), false);
    }

    private int index(Event event) {
        var mark = event.getStartMark().orElseThrow();
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private String inserted(int index, String addition) {
        return text.substring(0, index) + addition + text.substring(index);
    }

    private boolean keeps(YamlMap before, String key, String candidate) {
        try {
            var after = YamlReader.read(source, candidate).asMap().entries();
            return after.size() == before.entries().size() + 1
                    && after.containsKey(key)
                    && before.entries().entrySet().stream()
                            .allMatch(entry -> entry.getValue().equals(after.get(entry.getKey())));
        } catch (DocumentException e) {
            return false;
        }
    }

    private static String block(String indent, String key, List<Map<String, String>> items) {
        return indent + key + ":\n"
                + items.stream()
                        .map(item -> indent + "  - " + block(indent, item))
                        .collect(Collectors.joining());
    }

    private static String block(String indent, Map<String, String> item) {
        return item.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + quoted(entry.getValue()) + "\n")
                .collect(Collectors.joining(indent + "    "));
    }

    private static String flow(List<Map<String, String>> items) {
        return items.stream()
                .map(item -> item.entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}")))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** In double quotes, as both JSON and YAML read them. */
    private static String quoted(String value) {
        var quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if ((c >= ' ' && c <= '~') || Character.isSupplementaryCodePoint(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format("\\u%04x", c));
            }
        });
        return quoted.append('"').toString();
    }
}
