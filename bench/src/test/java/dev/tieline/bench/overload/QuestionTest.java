package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private static final Path CATALOG = Path.of("../models/catalog");
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);
    private static final Shape ROW = Shape.of(1, 4);

    @Test
    void shouldAskTheGoldenQuestionWithTheDeadlineInTheBinaryForm() {
        var question = question("simple");

        var request = CODEC.decodeRequest(
                manifest("simple").ref().name(), null, ByteBuffer.wrap(question.body()), question.headerLength(), null);

        assertThat(request.parameters()).containsEntry("timeout", 250_000L).containsEntry("binary_data_output", true);
        assertThat(request.inputs().getFirst().ints()).startsWith(0, 1, 2).hasSize(16);
    }

    @Test
    void shouldFillATextToItsWidth() {
        var inputs = question("minilm").inputs();

        assertThat(inputs).allSatisfy(input -> assertThat(input.shape()).isEqualTo(Shape.of(1, 32)));
        assertThat(inputs.getFirst().longs()).startsWith(101, 1037).endsWith(8370, 2015, 1012);
    }

    @Test
    void shouldSayHowLongItsHeaderAndItsBodyAre() {
        var question = question("simple");

        var text = new String(
                question.http(URI.create("http://127.0.0.1:8000/v2/models/simple/infer")), StandardCharsets.ISO_8859_1);

        assertThat(text)
                .startsWith("POST /v2/models/simple/infer HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
                .contains("\r\nInference-Header-Content-Length: " + question.headerLength() + "\r\n")
                .contains("\r\nContent-Length: " + question.body().length + "\r\n\r\n{");
        assertThat(text.substring(text.indexOf("\r\n\r\n") + 4)).hasSize(question.body().length);
    }

    @Test
    void shouldTakeARightAnswer() {
        question("simple").check(answer(ROW, 1, 2, 3, 4), expected());
    }

    @Test
    void shouldRefuseAWrongAnswer() {
        var question = question("simple");

        assertThatThrownBy(() -> question.check(answer(ROW, 1, 2, 9, 4), expected()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("off by 6.0 in element 2 of 'OUTPUT0'")
                .hasMessageContaining("nothing is measured on wrong answers");
        assertThatThrownBy(() -> question.check(answer(Shape.of(1, 2), 1, 2), expected()))
                .hasMessageContaining("of shape");
        assertThatThrownBy(() -> question.check(
                        new InferenceResponse(manifest("simple").ref(), null, Map.of(), List.of()), expected()))
                .hasMessageContaining("has no output 'OUTPUT0'");
    }

    private static Question question(String model) {
        return Question.of(manifest(model), Duration.ofMillis(250), CODEC);
    }

    private static ModelManifest manifest(String model) {
        return ModelCatalog.read(CATALOG).find(model).orElseThrow();
    }

    private static List<Tensor> expected() {
        return List.of(Tensor.ofInts("OUTPUT0", ROW, 1, 2, 3, 4));
    }

    private static InferenceResponse answer(Shape shape, int... numbers) {
        return new InferenceResponse(
                manifest("simple").ref(), null, Map.of(), List.of(Tensor.ofInts("OUTPUT0", shape, numbers)));
    }
}
