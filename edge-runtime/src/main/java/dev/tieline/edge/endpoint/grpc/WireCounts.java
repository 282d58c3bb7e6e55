package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferTensorContents;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferInputTensor;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferRequestedOutputTensor;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.oip.OipLimits;
import java.io.IOException;

/**
 * Counts what a {@code ModelInferRequest} holds before it is parsed. An empty entry of a list takes two bytes of a message
 * and dozens in memory: a message of the allowed length could ask for more than the node has. Elements that are allowed
 * can take more than their bytes in the message, too, which is told. And of two model names the last would hold, when the
 * call was let in by the first.
 */
final class WireCounts {
    private static final int MAX_VARINT = 10;
    /** The field of an input that has its typed elements. */
    private static final int CONTENTS =
            InferInputTensor.CONTENTS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /** The parsed list of varints grows by half each time, beside the tensor that is made of it. */
    private static final int GROWN = 4;

    /** A parsed text is a view of the message, and has a place in a list that grows. */
    private static final int TEXT = 48;

    private final OipLimits limits;
    private long bytes;

    private WireCounts(OipLimits limits) {
        this.limits = limits;
    }

    /**
     * Holds a message against the limits.
     *
     * @return how many bytes its tensors take while and after they are read, at most
     * @throws dev.tieline.models.infer.InferenceException if there are too many inputs, outputs, parameters, dimensions or
     *     names
     * @throws IOException if it is no message
     */
    static long check(ByteString message, OipLimits limits) throws IOException {
        var counts = new WireCounts(limits);
        counts.request(message);
        return counts.bytes;
    }

    private void request(ByteString message) throws IOException {
        int names = 0;
        int inputs = 0;
        int outputs = 0;
        int raw = 0;
        int parameters = 0;
        var input = aliasing(message);
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case ModelInferRequest.MODEL_NAME_FIELD_NUMBER -> checkCount(++names, 1, "model_name");
                case ModelInferRequest.PARAMETERS_FIELD_NUMBER ->
                    checkCount(++parameters, limits.maxParameters(), "parameters");
                case ModelInferRequest.INPUTS_FIELD_NUMBER -> checkCount(++inputs, limits.maxTensors(), "inputs");
                case ModelInferRequest.OUTPUTS_FIELD_NUMBER ->
                    checkCount(++outputs, limits.maxTensors(), "requested outputs");
                case ModelInferRequest.RAW_INPUT_CONTENTS_FIELD_NUMBER ->
                    checkCount(++raw, limits.maxTensors(), "raw_input_contents");
                default -> {}
            }
            nested(input, tag);
        }
    }

    /** Reads over a field, and counts what a tensor holds. */
    private void nested(CodedInputStream input, int tag) throws IOException {
        int field = WireFormat.getTagFieldNumber(tag);
        boolean message = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        if (message && field == ModelInferRequest.INPUTS_FIELD_NUMBER) {
            tensor(input.readBytes(), InferInputTensor.PARAMETERS_FIELD_NUMBER, InferInputTensor.SHAPE_FIELD_NUMBER);
        } else if (message && field == ModelInferRequest.RAW_INPUT_CONTENTS_FIELD_NUMBER) {
            bytes += input.readBytes().size();
        } else if (message && field == ModelInferRequest.OUTPUTS_FIELD_NUMBER) {
            tensor(input.readBytes(), InferRequestedOutputTensor.PARAMETERS_FIELD_NUMBER, 0);
        } else {
            input.skipField(tag);
        }
    }

    private void tensor(ByteString message, int parametersField, int shapeField) throws IOException {
        int parameters = 0;
        int shapeBytes = 0;
        var input = aliasing(message);
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            int before = input.getTotalBytesRead();
            if (shapeField != 0 && tag == CONTENTS) {
                elements(input.readBytes());
                continue;
            }
            input.skipField(tag);
            if (field == parametersField) {
                checkCount(++parameters, limits.maxParameters(), "parameters of one tensor");
            } else if (field == shapeField) {
                shapeBytes += input.getTotalBytesRead() - before;
                checkCount(shapeBytes, (Shape.MAX_RANK + 1) * MAX_VARINT, "bytes in the shape of one input");
            }
        }
    }

    /** Counts the elements of typed contents, which come one by one or many at a time. */
    private void elements(ByteString contents) throws IOException {
        var input = aliasing(contents);
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                bytes += memory(WireFormat.getTagFieldNumber(tag), input.readBytes());
            } else {
                input.skipField(tag);
                bytes += (long) GROWN * Long.BYTES;
            }
        }
    }

    /** What elements take that came together. */
    private static long memory(int field, ByteString elements) {
        return switch (field) {
            case InferTensorContents.BYTES_CONTENTS_FIELD_NUMBER -> TEXT + elements.size();
            case InferTensorContents.FP32_CONTENTS_FIELD_NUMBER, InferTensorContents.FP64_CONTENTS_FIELD_NUMBER ->
                2L * elements.size(); // their number is known beforehand
            case InferTensorContents.BOOL_CONTENTS_FIELD_NUMBER -> (long) GROWN * varints(elements);
            case InferTensorContents.INT_CONTENTS_FIELD_NUMBER, InferTensorContents.UINT_CONTENTS_FIELD_NUMBER ->
                (long) GROWN * Integer.BYTES * varints(elements);
            default -> (long) GROWN * Long.BYTES * varints(elements);
        };
    }

    /** How many there are: each ends with a byte whose highest bit is not set. */
    private static int varints(ByteString elements) {
        int ends = 0;
        for (int i = 0; i < elements.size(); i++) {
            ends += elements.byteAt(i) >= 0 ? 1 : 0;
        }
        return ends;
    }

    private static CodedInputStream aliasing(ByteString message) {
        var input = message.newCodedInput();
        input.enableAliasing(true);
        return input;
    }

    private static void checkCount(int count, int limit, String what) {
        if (count > limit) {
            throw new InvalidRequest("the request has more than " + limit + " " + what + ", which is the limit")
                    .asException();
        }
    }
}
