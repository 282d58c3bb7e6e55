package dev.tieline.cloud.catalog;

import dev.tieline.policy.document.YamlMap;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of documents that operators apply. */
public enum Kind {
    /** The site book; there is one, and its name is {@code sites}. */
    SITES("sites", "sites"),
    /** A policy bundle, named by its id. */
    POLICY("policy", "policies"),
    /** A model card, named by its reference, such as {@code minilm@1}. */
    MODEL("model", "models"),
    /** A deployment. */
    DEPLOYMENT("deployment", "deployments");

    private final String word;
    private final String plural;

    Kind(String word, String plural) {
        this.word = word;
        this.plural = plural;
    }

    /** The kind as answers and {@code apiVersion} write it, such as {@code policy}. */
    public String word() {
        return word;
    }

    /** The kind as paths and folders write it, such as {@code policies}. */
    public String plural() {
        return plural;
    }

    /** What {@code apiVersion} says in a document of this kind. */
    public String apiVersion() {
        return "tieline.dev/" + word + "/v1";
    }

    /** The kind of a plural, such as {@code policies}. */
    public static Optional<Kind> ofPlural(String plural) {
        return Arrays.stream(values())
                .filter(kind -> kind.plural.equals(plural))
                .findFirst();
    }

    /** The kind that a document says it is of. @throws dev.tieline.policy.document.DocumentException if it says none */
    static Kind of(YamlMap document) {
        return document.get("apiVersion").choice("apiVersion", values(), Kind::apiVersion);
    }
}
