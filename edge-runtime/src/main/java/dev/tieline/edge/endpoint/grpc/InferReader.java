package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import dev.tieline.edge.endpoint.ModelPath;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferParameter;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferInputTensor;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferRequestedOutputTensor;
import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ModelInferRequest} under the limits that hold for every form of the protocol. Nothing in it is believed:
 * what does not fit is refused by a sentence that names it. Thread-safe.
 */
final class InferReader {
    private static final List<String> NOT_FOR_INPUTS = List.of("shared_memory_region");
    private static final List<String> NOT_FOR_OUTPUTS = List.of("shared_memory_region", "classification");

    /** What is not known here takes no memory. */
    private static final Parser<ModelInferRequest> PARSER = DiscardUnknownFieldsParser.wrap(ModelInferRequest.parser());

    private final OipLimits limits;

    InferReader(OipLimits limits) {
        this.limits = limits;
    }

    /**
     * What the first bytes of a request say.
     *
     * @param id empty where there is none
     */
    record Beginning(ModelPath path, String id) {}

    /**
     * The model that a request asks, read off the beginning of its message: serializers mostly write fields in the order
     * of their numbers, and the name's is the first. Nothing if it does not stand there.
     *
     * @throws InferenceException if no model can have the name
     */
    static Optional<Beginning> beginning(CodedInputStream first) {
        try {
            return named(first, true);
        } catch (IOException e) {
            return Optional.empty(); // cut off, or no message, which reading all of it tells
        }
    }

    /**
     * The model that a request asks, wherever in its message it stands.
     *
     * @throws InferenceException if it is not there, no model can have it, or the message is none
     */
    static Beginning whole(byte[] message) {
        try {
            return named(CodedInputStream.newInstance(message), false)
                    .orElseThrow(() -> invalid("the request does not say its model: model_name is missing"));
        } catch (IOException e) {
            throw MessageFrame.malformed(e);
        }
    }

    /** @param first whether the fields end where one with a greater number follows */
    private static Optional<Beginning> named(CodedInputStream message, boolean first) throws IOException {
        var texts = new String[ModelInferRequest.ID_FIELD_NUMBER + 1];
        Arrays.fill(texts, "");
        for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field < texts.length && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                texts[field] = message.readString();
            } else if (field >= texts.length && first) {
                break;
            } else {
                message.skipField(tag);
            }
        }
        var name = texts[ModelInferRequest.MODEL_NAME_FIELD_NUMBER];
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Beginning(
                        ModelPath.of(name, orNull(texts[ModelInferRequest.MODEL_VERSION_FIELD_NUMBER])),
                        texts[ModelInferRequest.ID_FIELD_NUMBER]));
    }

    /**
     * Reads a request. Raw elements are views of the message.
     *
     * @param hold takes memory for its tensors, before it is used
     * @throws InferenceException saying what is wrong with it
     */
    InferenceRequest read(ByteString message, LongConsumer hold) {
        try {
            hold.accept(WireCounts.check(message, limits));
            var input = message.newCodedInput();
            input.enableAliasing(true);
            return read(PARSER.parseFrom(input));
        } catch (IOException e) {
            throw MessageFrame.malformed(e);
        }
    }

    private InferenceRequest read(ModelInferRequest message) {
        var path = ModelPath.of(message.getModelName(), orNull(message.getModelVersion()));
        return new InferenceRequest(
                path.name(),
                path.version(),
                orNull(checkText(message.getId(), "the id", limits)),
                InferParameters.read(message.getParametersMap(), "the request", limits),
                inputs(message),
                outputs(message.getOutputsList()));
    }

    private List<Tensor> inputs(ModelInferRequest message) {
        int count = message.getInputsCount();
        checkCount(count, "inputs");
        int raw = message.getRawInputContentsCount();
        if (raw > 0 && raw != count) {
            throw invalid("raw_input_contents has " + raw + " entries, and there are " + count
                    + " inputs. Maybe give the elements of every input there, or of none");
        }
        var tensors = new ArrayList<Tensor>(count);
        var names = new HashSet<String>();
        for (int i = 0; i < count; i++) {
            var input = message.getInputs(i);
            checkName(input.getName(), "input", names);
            tensors.add(tensor(input, raw > 0 ? message.getRawInputContents(i) : null));
        }
        return tensors;
    }

    private Tensor tensor(InferInputTensor input, @Nullable ByteString raw) {
        var name = input.getName();
        InferParameters.read(input.getParametersMap(), "the input '" + name + "'", limits);
        refuse(input.getParametersMap(), NOT_FOR_INPUTS, "input '" + name + "'");
        var type = DataType.find(input.getDatatype())
                .orElseThrow(() -> invalid("the input '" + name + "' has the datatype '" + shown(input.getDatatype())
                        + "', and the datatypes are " + List.of(DataType.values())));
        var shape = shape(input);
        try {
            return new Tensor(name, type, shape, elements(input, type, shape, raw));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        } catch (ArithmeticException e) {
            throw invalid(
                    "the input '" + name + "' has the shape " + shape + ", whose number of elements overflows 64 bits");
        }
    }

    private static ByteBuffer elements(InferInputTensor input, DataType type, Shape shape, @Nullable ByteString raw) {
        if (raw == null) {
            return TypedContents.read(input.getName(), type, shape.elements(), input.getContents());
        }
        if (TypedContents.hasAny(input.getContents())) {
            throw invalid("the input '" + input.getName() + "' has contents, and raw_input_contents has its elements"
                    + " too. Maybe give one of them only");
        }
        return raw.asReadOnlyByteBuffer();
    }

    private static Shape shape(InferInputTensor input) {
        if (input.getShapeCount() > Shape.MAX_RANK) {
            throw invalid("the input '" + input.getName() + "' has " + input.getShapeCount()
                    + " dimensions; the limit is " + Shape.MAX_RANK);
        }
        for (long dimension : input.getShapeList()) {
            if (dimension < 0) {
                throw invalid("the input '" + input.getName() + "' has the shape " + input.getShapeList()
                        + ", and none of its dimensions may be negative");
            }
        }
        return new Shape(input.getShapeList());
    }

    private List<RequestedOutput> outputs(List<InferRequestedOutputTensor> wanted) {
        checkCount(wanted.size(), "requested outputs");
        var outputs = new ArrayList<RequestedOutput>(wanted.size());
        var names = new HashSet<String>();
        for (var output : wanted) {
            checkName(output.getName(), "requested output", names);
            var whose = "requested output '" + output.getName() + "'";
            refuse(output.getParametersMap(), NOT_FOR_OUTPUTS, whose);
            var binary = InferParameters.read(output.getParametersMap(), "the " + whose, limits)
                    .get("binary_data");
            outputs.add(new RequestedOutput(output.getName(), binary(binary, whose)));
        }
        return outputs;
    }

    private static @Nullable Boolean binary(@Nullable Object value, String whose) {
        return switch (value) {
            case null -> null;
            case Boolean wanted -> wanted;
            case Object other ->
                throw invalid(
                        "the parameter binary_data of the " + whose + " must be true or false, and it is " + other);
        };
    }

    private static void refuse(Map<String, InferParameter> parameters, List<String> unsupported, String whose) {
        for (var key : unsupported) {
            if (parameters.containsKey(key)) {
                throw invalid("the parameter '" + key + "' of the " + whose + " is not supported here");
            }
        }
    }

    private void checkCount(int count, String what) {
        if (count > limits.maxTensors()) {
            throw invalid("the request has " + count + " " + what + "; the limit is " + limits.maxTensors());
        }
    }

    private void checkName(String name, String what, Set<String> names) {
        checkText(name, "the name of the " + what, limits);
        if (name.isEmpty()) {
            throw invalid("the request has an " + what + " without a name");
        }
        if (!names.add(name)) {
            throw invalid("the request has the " + what + " '" + name + "' twice");
        }
    }

    static String checkText(String text, String what, OipLimits limits) {
        if (text.length() > limits.maxTextBytes()
                || text.getBytes(StandardCharsets.UTF_8).length > limits.maxTextBytes()) {
            throw invalid(what + " has more than " + limits.maxTextBytes() + " bytes, which is the limit");
        }
        return text;
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String shown(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }

    private static InferenceException invalid(String message) {
        return new InvalidRequest(message).asException();
    }
}
