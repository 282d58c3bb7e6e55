package dev.tieline.e2e.operators;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What came of a case. */
enum Outcome {
    /** The expected answer, in every form that was asked. */
    PASSED(""),
    /** The expected answer, if the absolute tolerance is the one that the list gives the case. */
    WITHIN(""),
    SEQUENCE("An input or output is a sequence or an optional value. The protocol has tensors only."),
    TRAINING("Operators of the domain `ai.onnx.preview.training`, which ONNX Runtime has no implementation of."),
    OLD_OPSET("Operators of a version of the operator set before 7, from which on ONNX Runtime implements them."),
    NOT_IMPLEMENTED("The CPU provider does not implement an operator for the types of the case."),
    REFUSED("ONNX Runtime refuses the model when it makes the operator: recurrent ones only work with `layout` 0."),
    UNFIT("The data do not fit the model: an input has another shape than the model declares."),
    RANDOM("Random numbers, and of another generator than ONNX's: only types and shapes can be compared."),
    DIFFERENT("""
            ONNX Runtime gives other values. It writes numbers as texts with eight digits, where the data have NumPy's; it \
            rounds to BFLOAT16, where the data cut off; and it disagrees about `Resize` that shrinks with aligned corners \
            and `MaxUnpool` with an `output_shape`."""),
    /** What no case may come to. */
    FAILED("");

    private final String meaning;

    Outcome(String meaning) {
        this.meaning = meaning;
    }

    /** Whether a case may be excluded for this. */
    boolean excludes() {
        return !meaning.isEmpty();
    }

    String meaning() {
        return meaning;
    }

    /** The word of the list and of the report. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The reason of a word. */
    static Optional<Outcome> reason(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.excludes() && outcome.word().equals(word))
                .findFirst();
    }
}
