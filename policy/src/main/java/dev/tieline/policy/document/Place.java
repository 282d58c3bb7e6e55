package dev.tieline.policy.document;

/**
 * Where a value stands in a declared file.
 *
 * @param source the file's name as the user gave it
 * @param line the line, counted from 1
 * @param path the keys that lead to the value, such as {@code rules[2].hops.relay}; empty for the whole document
 */
public record Place(String source, int line, String path) {

    Place key(String key, int keyLine) {
        return new Place(source, keyLine, path.isEmpty() ? key : path + "." + key);
    }

    Place item(int index, int itemLine) {
        return new Place(source, itemLine, path + "[" + index + "]");
    }

    @Override
    public String toString() {
        return source + ":" + line + (path.isEmpty() ? "" : ": " + path);
    }
}
