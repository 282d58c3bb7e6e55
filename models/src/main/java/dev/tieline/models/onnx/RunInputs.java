package dev.tieline.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.tieline.models.DataType;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs of one run in memory that ONNX Runtime can use: each copied once, into a pooled buffer, and {@link
 * UnsignedInputs some} cast from there. Closing it ends the native tensors first and gives the buffers back then.
 */
final class RunInputs implements AutoCloseable {
    private final BufferPool pool;
    private final OrtEnvironment environment;
    private final UnsignedInputs unsigned;
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    /** What ends the native tensors. */
    private final List<Runnable> ends = new ArrayList<>();

    private final List<ByteBuffer> buffers = new ArrayList<>();

    private RunInputs(OrtEnvironment environment, BufferPool pool, UnsignedInputs unsigned) {
        this.environment = environment;
        this.pool = pool;
        this.unsigned = unsigned;
    }

    static RunInputs of(OrtEnvironment environment, BufferPool pool, UnsignedInputs unsigned, List<Tensor> inputs)
            throws OrtException {
        var run = new RunInputs(environment, pool, unsigned);
        try {
            for (var input : inputs) {
                run.tensors.put(input.name(), run.convert(input));
            }
        } catch (OrtException | RuntimeException e) {
            run.close();
            throw e;
        }
        return run;
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    private OnnxTensor convert(Tensor input) throws OrtException {
        var shape = input.shape().toArray();
        if (input.type() == DataType.BYTES) {
            return owned(OnnxTensor.createTensor(environment, strings(input), shape));
        }
        var buffer = pool.take(input.size());
        buffers.add(buffer);
        buffer.put(input.data()).flip();
        var tensor = owned(OnnxTensor.createTensor(environment, buffer, shape, OnnxTypes.toJava(input.type())));
        return UnsignedInputs.isNeeded(input.type()) ? unsigned(input, tensor) : tensor;
    }

    private OnnxTensor owned(OnnxTensor tensor) {
        ends.add(tensor::close);
        return tensor;
    }

    private OnnxTensor unsigned(Tensor input, OnnxTensor signed) throws OrtException {
        var made = unsigned.make(input, signed);
        ends.add(made::close);
        return (OnnxTensor) made.get(0);
    }

    private static String[] strings(Tensor input) {
        var strings = new ArrayList<String>();
        for (var element : BytesElements.unpack(input.data())) {
            try {
                strings.add(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(element))
                        .toString());
            } catch (CharacterCodingException e) {
                throw new InvalidRequest("element " + strings.size() + " of the input '" + input.name()
                                + "' is not UTF-8 text, which its model takes")
                        .asException();
            }
        }
        return strings.toArray(String[]::new);
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        buffers.forEach(pool::giveBack);
    }
}
