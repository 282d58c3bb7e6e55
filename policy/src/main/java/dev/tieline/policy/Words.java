package dev.tieline.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The words that files and messages use for the constants of an enumeration. */
final class Words {
    private Words() {}

    /** {@code DEPLOY_MODEL} is written {@code deploy-model}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E> Optional<E> find(E[] constants, Function<E, String> word, String wanted) {
        return Arrays.stream(constants)
                .filter(constant -> word.apply(constant).equals(wanted))
                .findFirst();
    }
}
