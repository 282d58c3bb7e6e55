package dev.tieline.launcher.demo;

import dev.tieline.client.Answer;
import dev.tieline.client.TextModel;
import dev.tieline.client.TielineClient;
import dev.tieline.launcher.federation.Operator;
import dev.tieline.launcher.infer.LocalTokenizer;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.util.Arrays;

/**
 * Who and what the story has to do with.
 *
 * @param gateway asks the clinic's gateway, as its callers do
 * @param tokenizer makes tensors of sentences
 */
record Scene(
        DemoFederation federation,
        Operator operator,
        Witness witness,
        TielineClient gateway,
        LocalTokenizer tokenizer,
        Narrator narrator) {
    private static final int COLUMNS = 16;

    /** The sums of two rows of numbers. */
    Question sums(DemoData data) {
        var row = new int[COLUMNS];
        Arrays.setAll(row, i -> i);
        var shape = Shape.of(1, COLUMNS);
        var model = data.of(gateway.model("simple"));
        return () -> model.infer(Tensor.ofInts("INPUT0", shape, row), Tensor.ofInts("INPUT1", shape, row));
    }

    /** What a text means. */
    Question meaning(String text, DemoData data) {
        var model = minilm(data);
        return () -> model.embedding(text).answer();
    }

    float[] vector(Answer meaning) {
        return minilm(DemoData.PUBLIC).vector(meaning);
    }

    private TextModel minilm(DemoData data) {
        return tokenizer.at(data.of(gateway.model("minilm")));
    }
}
