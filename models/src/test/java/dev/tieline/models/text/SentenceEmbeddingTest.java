package dev.tieline.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.TestModels;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceEmbeddingTest {
    private static ModelSession session;
    private static SentenceEmbedding embedding;

    @BeforeAll
    static void open() throws IOException {
        var manifest = TestModels.minilm();
        session = TestModels.open(manifest);
        embedding = new SentenceEmbedding(WordPieceTokenizer.read(TestModels.asset(manifest, "tokenizer")), 256);
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A tie line joins two power grids. | Two electricity networks are connected by a tie line. | The cat sleeps on the sofa all day.",
                "How do I reset my password? | I forgot my login and need a new one. | The soup needs a little more salt.",
                "The patient has a high temperature. | The sick person is running a fever. | The train to Lyon leaves at noon."
            })
    void shouldPutSentencesOfOneMeaningNearerThanOthers(String sentence, String paraphrase, String other) {
        var near = SentenceEmbedding.cosine(vector(sentence), vector(paraphrase));
        var far = SentenceEmbedding.cosine(vector(sentence), vector(other));

        assertThat(near).isGreaterThan(0.45);
        assertThat(far).isLessThan(0.25);
    }

    @Test
    void shouldGiveVectorsOfLengthOne() {
        var vector = vector("Anything at all.");

        assertThat(vector).hasSize(384);
        assertThat(SentenceEmbedding.cosine(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void shouldTakeTheMeanOverTokens() {
        var hidden = Tensor.ofFloats("h", Shape.of(1, 2, 2), 3, 0, 3, 8);

        assertThat(embedding.vector(hidden)).containsExactly(0.6f, 0.8f);
    }

    @Test
    void shouldStayAtZeroWhereThereIsNoDirection() {
        assertThat(embedding.vector(Tensor.ofFloats("h", Shape.of(1, 1, 2), 0, 0)))
                .containsExactly(0, 0);
    }

    @Test
    void shouldMakeTheThreeInputsOfTheModel() {
        var inputs = embedding.inputs("tie line");

        assertThat(inputs).extracting(Tensor::name).containsExactly("input_ids", "attention_mask", "token_type_ids");
        assertThat(inputs.get(0).longs()).containsExactly(101, 5495, 2240, 102);
        assertThat(inputs.get(1).longs()).containsExactly(1, 1, 1, 1);
        assertThat(inputs.get(2).longs()).containsExactly(0, 0, 0, 0);
        assertThat(inputs.get(0).shape()).isEqualTo(Shape.of(1, 4));
    }

    @Test
    void shouldRefuseTensorsOfOtherShapesOrTypes() {
        assertThatThrownBy(() -> embedding.vector(Tensor.ofFloats("h", Shape.of(2, 1, 1), 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> embedding.vector(Tensor.ofFloats("h", Shape.of(2), 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> embedding.vector(Tensor.ofInts("h", Shape.of(1, 1, 2), 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SentenceEmbedding.cosine(new float[2], new float[3]))
                .hasMessageContaining("2 and 3 numbers");
    }

    private static float[] vector(String sentence) {
        return embedding.vector(
                session.run(embedding.inputs(sentence), List.of()).getFirst());
    }
}
