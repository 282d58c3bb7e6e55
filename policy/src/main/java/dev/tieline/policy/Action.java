package dev.tieline.policy;

import java.util.Optional;

/** What is to be done with the data. A model trained on special data inherits its label. */
public enum Action {
    INFER,
    RELAY,
    STORE,
    DEPLOY_MODEL,
    EXPORT_TELEMETRY,
    TRAIN;

    private final String word = Words.of(this);

    /** The constant of a word, if there is one. */
    public static Optional<Action> find(String word) {
        return Words.find(values(), Action::word, word);
    }

    /** The constant as files and messages write it, such as {@code deploy-model}. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
