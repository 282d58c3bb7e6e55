package dev.tieline.policy.document;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 into values that know their line. Aliases, custom tags and duplicate keys are errors. */
public final class YamlReader {
    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;
    /** What that many characters take at most in UTF-8: a larger file is not even loaded. */
    private static final long MAX_BYTES = 3L * MAX_CHARACTERS;

    private static final int MAX_DEPTH = 64;

    private YamlReader() {}

    /** Reads a file. @throws DocumentException if it cannot be read or is not one YAML document */
    public static YamlValue read(Path file) {
        return read(file.toString(), text(file));
    }

    /** The text of a file in UTF-8. @throws DocumentException if it cannot be read, or is beyond any limit of a text */
    public static String text(Path file) {
        var start = new Place(file.toString(), 1, "");
        try {
            if (Files.isDirectory(file)) {
                throw new DocumentException(start, "is a folder");
            }
            var bytes = Files.size(file);
            if (bytes > MAX_BYTES) {
                throw new DocumentException(start, "has " + bytes + " bytes; the limit is " + MAX_BYTES);
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new DocumentException(start, "there is no such file");
        } catch (CharacterCodingException e) {
            throw new DocumentException(start, "is not text in UTF-8");
        } catch (IOException e) {
            throw new DocumentException(start, "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads one document.
     *
     * @param source the name that errors give, usually the file's
     * @param text YAML 1.2, at most 4 Mi characters, nested at most 64 deep
     * @throws DocumentException if the text is not one well-formed document
     */
    public static YamlValue read(String source, String text) {
        var start = new Place(source, 1, "");
        if (text.length() > MAX_CHARACTERS) {
            throw new DocumentException(start, "has " + text.length() + " characters; the limit is " + MAX_CHARACTERS);
        }
        var settings = settings(source, text)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MAX_CHARACTERS) // the first anchor is an error, at its place
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            return convert(compose(settings, start, text), start);
        } catch (MarkedYamlEngineException e) {
            var line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new DocumentException(new Place(source, line, ""), "is not well-formed YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new DocumentException(start, "is not well-formed YAML: " + e.getMessage());
        }
    }

    /**
     * What a text is parsed with. The parser's buffer takes all of it at once: with a smaller one it fails where a
     * character that takes two places, such as an emoji, stands across the buffer's end.
     */
    static LoadSettingsBuilder settings(String source, String text) {
        return LoadSettings.builder().setLabel(source).setBufferSize(text.length());
    }

    private static Node compose(LoadSettings settings, Place start, String text) {
        try {
            checkDepth(settings, start, text);
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new DocumentException(start, "is empty"));
        } catch (IllegalArgumentException e) { // a tag whose percent-encoding stands for white space
            throw new DocumentException(start, "is not well-formed YAML: " + e.getMessage());
        }
    }

    /** Composing recurses, so depth is counted before, on the flat stream of events. */
    private static void checkDepth(LoadSettings settings, Place start, String text) {
        int depth = 0;
        for (var event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                var line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                throw new DocumentException(new Place(start.source(), line, ""), "is nested deeper than " + MAX_DEPTH);
            }
        }
    }

    private static YamlValue convert(Node node, Place place) {
        if (node.getAnchor().isPresent()) {
            throw new DocumentException(place, "has an anchor, which is not supported here");
        }
        return switch (node) {
            case ScalarNode scalar -> new YamlScalar(place, scalar.getValue(), type(scalar, place));
            case SequenceNode sequence -> {
                var items = new ArrayList<YamlValue>();
                for (var item : sequence.getValue()) {
                    items.add(convert(item, place.item(items.size(), line(item))));
                }
                yield new YamlList(place, items);
            }
            case MappingNode mapping -> {
                var entries = new LinkedHashMap<String, YamlValue>();
                for (var tuple : mapping.getValue()) {
                    if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                        throw new DocumentException(place, "has a key that is not text");
                    }
                    var key = keyNode.getValue();
                    var at = place.key(key, line(keyNode));
                    if (entries.putIfAbsent(key, convert(tuple.getValueNode(), at)) != null) {
                        throw new DocumentException(at, "the key '" + key + "' stands here twice");
                    }
                }
                yield new YamlMap(place, entries);
            }
            default -> throw new DocumentException(place, "is neither a value, a list nor a map");
        };
    }

    private static YamlScalar.Type type(ScalarNode scalar, Place place) {
        var tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return YamlScalar.Type.STRING;
        } else if (tag.equals(Tag.INT)) {
            return YamlScalar.Type.INTEGER;
        } else if (tag.equals(Tag.FLOAT)) {
            return YamlScalar.Type.FLOAT;
        } else if (tag.equals(Tag.BOOL)) {
            return YamlScalar.Type.BOOLEAN;
        } else if (tag.equals(Tag.NULL)) {
            return YamlScalar.Type.NULL;
        }
        throw new DocumentException(place, "has the tag " + tag + ", which is not supported here");
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
