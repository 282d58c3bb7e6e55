package dev.tieline.models.oip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads JSON strings (RFC 8259, section 7), escapes included. */
final class TextScanner {
    private final JsonScanner json;

    TextScanner(JsonScanner json) {
        this.json = json;
    }

    /** Reads a text of bounded length. */
    String read(String what) {
        open(what);
        var from = json.position;
        var escaped = findEnd();
        var length = json.position - 1 - from;
        if (length > json.limits.maxTextBytes()) {
            throw json.error("has " + length + " bytes for " + what + "; the limit is " + json.limits.maxTextBytes());
        }
        if (!escaped) {
            return new String(json.bytes, from, length, StandardCharsets.UTF_8);
        }
        var unescaped = new ByteArrayOutputStream(length);
        unescape(from, json.position - 1, unescaped);
        return unescaped.toString(StandardCharsets.UTF_8);
    }

    /** Reads a text of any length and appends its UTF-8 bytes. */
    void read(String what, ByteArrayOutputStream target) {
        open(what);
        var from = json.position;
        if (findEnd()) {
            unescape(from, json.position - 1, target);
        } else {
            target.write(json.bytes, from, json.position - 1 - from);
        }
    }

    void skip() {
        open("a text");
        var from = json.position;
        if (findEnd()) {
            unescape(from, json.position - 1, new ByteArrayOutputStream(0) {
                @Override
                public synchronized void write(int value) {
                    // Only the escapes are checked.
                }

                @Override
                public synchronized void write(byte[] bytes, int offset, int length) {
                    // Only the escapes are checked.
                }
            });
        }
    }

    /** Reads the quote. The message is made only where it is needed: a list may hold millions of texts. */
    private void open(String what) {
        if (!json.accept('"')) {
            throw json.error("needs '\"' that begins " + what + ", and it has " + json.found());
        }
    }

    /** Moves the cursor past the closing quote. Returns whether there are escapes. */
    private boolean findEnd() {
        var bytes = json.bytes;
        var escaped = false;
        for (var i = json.position; i < json.end; i++) {
            var next = bytes[i];
            if (next == '"') {
                json.position = i + 1;
                return escaped;
            } else if (next == '\\') {
                escaped = true;
                i++;
            } else if (next >= 0 && next < ' ') {
                json.position = i;
                throw json.error("has a control character inside a text: " + json.found());
            }
        }
        json.position = json.end;
        throw json.error("ends inside a text");
    }

    private void unescape(int from, int to, ByteArrayOutputStream target) {
        var bytes = json.bytes;
        var plain = from;
        var i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            target.write(bytes, plain, i - plain);
            var letter = bytes[i + 1];
            if (letter == 'u') {
                i = unicode(i, to, target);
            } else {
                target.write(simple(letter, i));
                i += 2;
            }
            plain = i;
        }
        target.write(bytes, plain, to - plain);
    }

    private byte simple(byte letter, int at) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw escapeError(at, "has an unknown escape in a text");
        };
    }

    /** Decodes {@code \\uXXXX}, or two of them that are a surrogate pair. Returns the index after it. */
    private int unicode(int at, int to, ByteArrayOutputStream target) {
        var high = unit(at, to);
        if (!Character.isSurrogate(high)) {
            target.writeBytes(String.valueOf(high).getBytes(StandardCharsets.UTF_8));
            return at + 6;
        }
        if (at + 6 < to && json.bytes[at + 6] == '\\') {
            var low = unit(at + 6, to);
            if (Character.isSurrogatePair(high, low)) {
                target.writeBytes(
                        Character.toString(Character.toCodePoint(high, low)).getBytes(StandardCharsets.UTF_8));
                return at + 12;
            }
        }
        throw escapeError(at, "has half of a surrogate pair in a text");
    }

    private char unit(int at, int to) {
        var unit = 0;
        if (at + 6 > to || json.bytes[at + 1] != 'u') {
            throw escapeError(at, "has an incomplete escape in a text");
        }
        for (var i = at + 2; i < at + 6; i++) {
            var digit = Character.digit(json.bytes[i], 16);
            if (digit < 0) {
                throw escapeError(at, "has an escape with a digit that is not hexadecimal in a text");
            }
            unit = (unit << 4) | digit;
        }
        return (char) unit;
    }

    private RuntimeException escapeError(int at, String problem) {
        json.position = at;
        return json.error(problem);
    }
}
