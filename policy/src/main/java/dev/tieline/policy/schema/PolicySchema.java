package dev.tieline.policy.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A JSON Schema (draft 2020-12) of a kind of file. */
public enum PolicySchema {
    /** Of policy bundles; it contains that of requests, which test cases use. */
    BUNDLE,
    /** Of policy requests in files of their own. */
    REQUEST;

    /** The schema of a word, if there is one. */
    public static Optional<PolicySchema> find(String word) {
        return Arrays.stream(values())
                .filter(schema -> schema.word().equals(word))
                .findFirst();
    }

    /** The schema as a command line names it, such as {@code bundle}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name that its file has in this library and should have elsewhere. */
    public String fileName() {
        return "policy-" + word() + ".schema.json";
    }

    /** The schema itself, in JSON. */
    public String text() {
        try (var resource = PolicySchema.class.getResourceAsStream(fileName())) {
            if (resource == null) {
                throw new IllegalStateException("The library lacks its own file " + fileName());
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The schema " + fileName() + " cannot be read", e);
        }
    }
}
