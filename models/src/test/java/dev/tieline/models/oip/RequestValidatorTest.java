package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.TOY;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Shape;
import dev.tieline.models.TestManifests;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestValidatorTest {
    private static final Tensor ZERO = Tensor.ofInts("INPUT0", Shape.of(1, 16), new int[16]);
    private static final Tensor ONE = Tensor.ofInts("INPUT1", Shape.of(1, 16), new int[16]);

    @Test
    void shouldAcceptInputsInAnyOrderAndAnyOfTheOutputs() {
        assertThatCode(() -> validate(List.of(ONE, ZERO))).doesNotThrowAnyException();
        assertThatCode(() -> validate(List.of(ONE, ZERO), "OUTPUT1")).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAMissingInput() {
        refuses(List.of(ZERO), "the input 'INPUT1' of the model simple@1 is missing");
    }

    @Test
    void shouldRefuseARequestWithoutInputsWhereTheModelHasSome() {
        refuses(List.of(), "the input 'INPUT0' of the model simple@1 is missing");
    }

    @Test
    void shouldRefuseAnUnknownInputAndNameThoseThatThereAre() {
        refuses(
                List.of(ZERO, ONE, ZERO.withName("INPUT2")),
                "the model simple@1 has no input 'INPUT2'. Its inputs are INPUT0, INPUT1");
    }

    @Test
    void shouldRefuseAnInputThatIsGivenTwice() {
        refuses(List.of(ZERO, ZERO, ONE), "the input 'INPUT0' is given twice");
    }

    @Test
    void shouldRefuseAnotherDatatype() {
        refuses(
                List.of(ZERO, Tensor.ofFloats("INPUT1", Shape.of(1, 16), new float[16])),
                "the input 'INPUT1' has the datatype FP32, and the model simple@1 takes INT32");
    }

    @Test
    void shouldRefuseAnotherShape() {
        refuses(
                List.of(ZERO, Tensor.ofInts("INPUT1", Shape.of(16), new int[16])),
                "the input 'INPUT1' has the shape [16], and the model simple@1 takes [-1,16]");
    }

    @Test
    void shouldRefuseOutputsThatTheModelDoesNotHave() {
        refuses(
                List.of(ZERO, ONE),
                "the model simple@1 has no output 'OUTPUT2'. Its outputs are OUTPUT0, OUTPUT1",
                "OUTPUT0",
                "OUTPUT1",
                "OUTPUT2");
        refuses(List.of(ZERO, ONE), "the output 'OUTPUT0' is asked for twice", "OUTPUT0", "OUTPUT0");
    }

    private static void refuses(List<Tensor> inputs, String message, String... outputs) {
        assertThatThrownBy(() -> validate(inputs, outputs))
                .isInstanceOf(InferenceException.class)
                .hasMessage(message);
    }

    private static void validate(List<Tensor> inputs, String... outputs) {
        var requested = List.of(outputs).stream().map(RequestedOutput::new).toList();
        RequestValidator.validate(
                new InferenceRequest(TOY, null, null, Map.of(), inputs, requested), TestManifests.simple());
    }
}
