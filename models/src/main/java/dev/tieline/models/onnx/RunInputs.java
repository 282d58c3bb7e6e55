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
 * The inputs of one run in memory that ONNX Runtime can use: each copied once, into a pooled buffer. Closing it ends the
 * native tensors first and gives the buffers back then.
 */
final class RunInputs implements AutoCloseable {
    private final BufferPool pool;
    private final OrtEnvironment environment;
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();

    private RunInputs(OrtEnvironment environment, BufferPool pool) {
        this.environment = environment;
        this.pool = pool;
    }

    static RunInputs of(OrtEnvironment environment, BufferPool pool, List<Tensor> inputs) throws OrtException {
        var run = new RunInputs(environment, pool);
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
            return OnnxTensor.createTensor(environment, strings(input), shape);
        }
        var type = OnnxTypes.toJava(input.type())
                .orElseThrow(() -> new InvalidRequest("the input '" + input.name() + "' is of type " + input.type()
                                + ", which no model here takes")
                        .asException());
        var buffer = pool.take(input.size());
        buffers.add(buffer);
        buffer.put(input.data()).flip();
        return OnnxTensor.createTensor(environment, buffer, shape, type);
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
        tensors.values().forEach(OnnxTensor::close);
        buffers.forEach(pool::giveBack);
    }
}
