package dev.tieline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorSpecTest {

    @Test
    void shouldTakeABatchAxisThatIsVariable() {
        var spec = new TensorSpec("state", DataType.FP32, Shape.of(2, -1, 128), 1);

        assertThat(spec.batchAxis()).isEqualTo(1);
        assertThat(spec).hasToString("state FP32 [2,-1,128]");
    }

    @Test
    void shouldRefuseABatchAxisThatIsFixedOrNotThere() {
        assertThatThrownBy(() -> new TensorSpec("x", DataType.FP32, Shape.of(2, -1), 0))
                .hasMessage("the tensor 'x' has the batch axis 0, and this dimension of its shape [2,-1] is fixed."
                        + " Maybe it should be -1");
        assertThatThrownBy(() -> new TensorSpec("x", DataType.FP32, Shape.of(-1), 1))
                .hasMessage("the tensor 'x' has the batch axis 1, and its shape [-1] has 1 dimensions, counted from 0");
    }

    @Test
    void shouldKnowTheDataTypesOfTheProtocolByTheirWord() {
        assertThat(DataType.find("FP32")).contains(DataType.FP32);
        assertThat(DataType.find("fp32")).isEmpty();
        assertThat(DataType.find("STRING")).isEmpty();
        assertThat(DataType.BYTES.byteSize()).isZero();
        assertThat(DataType.BOOL.byteSize()).isOne();
    }
}
