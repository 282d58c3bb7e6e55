package dev.tieline.models.oip;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/**
 * A cursor over one JSON text (RFC 8259) in UTF-8. It hands out tokens, keeps count of the depth, and refuses what is
 * not JSON, at the byte where it stands. Numbers are {@link NumberScanner}'s and text {@link TextScanner}'s part.
 */
final class JsonScanner {
    final byte[] bytes;
    final int end;
    final OipLimits limits;
    private final LongConsumer hold;
    private final int start;
    private final NumberScanner numbers;
    private final TextScanner texts;
    /** Index of the next byte to read. */
    int position;

    private int depth;
    private String within = "";

    /** @param hold is told how many bytes elements have, before they take memory */
    JsonScanner(byte[] bytes, int start, int end, OipLimits limits, LongConsumer hold) {
        this.hold = hold;
        this.bytes = bytes;
        this.start = start;
        this.position = start;
        this.end = end;
        this.limits = limits;
        this.numbers = new NumberScanner(this);
        this.texts = new TextScanner(this);
    }

    NumberScanner numbers() {
        return numbers;
    }

    TextScanner texts() {
        return texts;
    }

    /** So many bytes are about to be made of the text. */
    void hold(long made) {
        hold.accept(made);
    }

    int remaining() {
        return end - position;
    }

    /** The first byte of the next token, which stays unread; 0 at the end. */
    byte peek() {
        while (position < end) {
            var next = bytes[position];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next;
            }
            position++;
        }
        return 0;
    }

    void expect(char token, String what) {
        if (peek() != token) {
            throw error("needs '" + token + "' " + what + ", and it has " + found());
        }
        position++;
    }

    boolean accept(char token) {
        if (peek() != token) {
            return false;
        }
        position++;
        return true;
    }

    boolean acceptNull() {
        return peek() == 'n' && word("null");
    }

    boolean readBoolean(String what) {
        if (peek() == 't' && word("true")) {
            return true;
        } else if (peek() == 'f' && word("false")) {
            return false;
        }
        throw error(what + " needs true or false, and it has " + found());
    }

    void enter(char opening, String what) {
        expect(opening, what);
        if (++depth > limits.maxJsonDepth()) {
            throw error("is nested deeper than " + limits.maxJsonDepth());
        }
    }

    void leave() {
        depth--;
    }

    /** After an item: whether another follows; otherwise the closing token is read and the depth goes down. */
    boolean another(char closing) {
        if (accept(',')) {
            return true;
        }
        expect(closing, "or ',' after an item");
        leave();
        return false;
    }

    /** Right after {@link #enter}: whether the array or object is empty; if so, the closing token is read. */
    boolean empty(char closing) {
        if (accept(closing)) {
            leave();
            return true;
        }
        return false;
    }

    String readKey() {
        if (peek() != '"') {
            throw error("needs a key in quotes, and it has " + found());
        }
        var key = texts.read("a key");
        expect(':', "after the key '" + key + "'");
        return key;
    }

    /** Reads over a value of any kind, which must be well-formed. */
    void skipValue() {
        var open = new ArrayDeque<Character>();
        do {
            var closing = skipScalarOrOpen();
            if (closing != 0) {
                open.push(closing);
                if (!empty(closing)) {
                    keyOf(closing);
                    continue;
                }
                open.pop();
            }
            while (!open.isEmpty() && !another(open.peek())) {
                open.pop();
            }
            if (!open.isEmpty()) {
                keyOf(open.peek());
            }
        } while (!open.isEmpty());
    }

    private void keyOf(char closing) {
        if (closing == '}') {
            if (peek() != '"') {
                throw error("needs a key in quotes, and it has " + found());
            }
            texts.skip();
            expect(':', "after a key");
        }
    }

    private char skipScalarOrOpen() {
        switch (peek()) {
            case '{' -> {
                enter('{', "");
                return '}';
            }
            case '[' -> {
                enter('[', "");
                return ']';
            }
            case '"' -> texts.skip();
            case 't', 'f' -> readBoolean("a value");
            case 'n' -> {
                if (!acceptNull()) {
                    throw error("needs a value, and it has " + found());
                }
            }
            default -> numbers.skip();
        }
        return 0;
    }

    /** Refuses anything but white space up to the end. */
    void expectEnd() {
        if (peek() != 0 || position < end) {
            throw error("has " + found() + " after its end");
        }
    }

    private boolean word(String word) {
        var after = position + word.length();
        if (after > end) {
            return false;
        }
        for (var i = 0; i < word.length(); i++) {
            if (bytes[position + i] != word.charAt(i)) {
                return false;
            }
        }
        position = after;
        return true;
    }

    /** Says what is being read, for messages. */
    void within(String part) {
        within = part.isEmpty() ? "" : ", in " + part;
    }

    /** What stands at the cursor, for messages. */
    String found() {
        if (position >= end) {
            return "the end of the JSON";
        }
        var until = position;
        while (until < end && until - position < 12 && bytes[until] > ' ' && bytes[until] < 0x7f) {
            until++;
        }
        return until == position
                ? "the byte 0x" + Integer.toHexString(bytes[position] & 0xff)
                : "'" + new String(bytes, position, until - position, StandardCharsets.US_ASCII) + "'";
    }

    InferenceException error(String problem) {
        return new InvalidRequest("the JSON " + problem + " (at byte " + (position - start) + within + ")")
                .asException();
    }
}
