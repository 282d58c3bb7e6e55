package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.TestManifests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelConfigTest {

    @Test
    void shouldSayWhatIsTrueInTheFormOfTriton() {
        var config = text(CODEC.modelConfig(TestManifests.simple(), "onnxruntime_onnx", "onnxruntime"));

        assertThat(config)
                .isEqualTo("{\"name\":\"simple\",\"platform\":\"onnxruntime_onnx\",\"backend\":\"onnxruntime\","
                        + "\"version_policy\":{\"latest\":{\"num_versions\":1}},\"max_batch_size\":0,"
                        + "\"input\":[{\"name\":\"INPUT0\",\"data_type\":\"TYPE_INT32\",\"dims\":[-1,16]},"
                        + "{\"name\":\"INPUT1\",\"data_type\":\"TYPE_INT32\",\"dims\":[-1,16]}],"
                        + "\"output\":[{\"name\":\"OUTPUT0\",\"data_type\":\"TYPE_INT32\",\"dims\":[-1,16]},"
                        + "{\"name\":\"OUTPUT1\",\"data_type\":\"TYPE_INT32\",\"dims\":[-1,16]}],"
                        + "\"instance_group\":[{\"name\":\"simple\",\"kind\":\"KIND_CPU\",\"count\":1}]}");
    }

    @Test
    void shouldCallTextAStringAndKeepVariableDimensions() {
        var manifest = TestManifests.of(
                List.of(new TensorSpec("t", DataType.BYTES, Shape.of(-1, 2))),
                List.of(new TensorSpec("h", DataType.BF16, Shape.of(-1))));

        assertThat(text(CODEC.modelConfig(manifest, "p", "b")))
                .contains("\"data_type\":\"TYPE_STRING\",\"dims\":[-1,2]", "\"data_type\":\"TYPE_BF16\",\"dims\":[-1]");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
