package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferParameter;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of requests and answers, between their messages and the values that the node works with. */
final class InferParameters {

    private InferParameters() {}

    /**
     * Reads parameters. One without a value counts as absent.
     *
     * @param whose whose parameters they are, for messages
     * @throws InferenceException if there are too many, or one has a value that the node cannot hold
     */
    static Map<String, Object> read(Map<String, InferParameter> parameters, String whose, OipLimits limits) {
        if (parameters.size() > limits.maxParameters()) {
            throw invalid(whose + " has " + parameters.size() + " parameters; the limit is " + limits.maxParameters());
        }
        var values = new LinkedHashMap<String, Object>();
        parameters.forEach((key, parameter) -> {
            InferReader.checkText(key, "the key of a parameter of " + whose, limits);
            var what = "the parameter '" + key + "' of " + whose;
            switch (parameter.getParameterChoiceCase()) {
                case BOOL_PARAM -> values.put(key, parameter.getBoolParam());
                case INT64_PARAM -> values.put(key, parameter.getInt64Param());
                case STRING_PARAM -> values.put(key, InferReader.checkText(parameter.getStringParam(), what, limits));
                case DOUBLE_PARAM -> values.put(key, finite(parameter.getDoubleParam(), what));
                case UINT64_PARAM -> values.put(key, signed(parameter.getUint64Param(), what));
                case PARAMETERCHOICE_NOT_SET -> {}
            }
        });
        return values;
    }

    /** Writes parameters: each is a String, a Long, a Double or a Boolean. */
    static Map<String, InferParameter> write(Map<String, Object> values) {
        var parameters = new LinkedHashMap<String, InferParameter>();
        values.forEach((key, value) -> parameters.put(key, write(value)));
        return parameters;
    }

    private static InferParameter write(Object value) {
        var parameter = InferParameter.newBuilder();
        switch (value) {
            case String text -> parameter.setStringParam(text);
            case Long number -> parameter.setInt64Param(number);
            case Double number -> parameter.setDoubleParam(number);
            case Boolean truth -> parameter.setBoolParam(truth);
            default -> throw new IllegalArgumentException("no parameter can be " + value + " of " + value.getClass());
        }
        return parameter.build();
    }

    private static double finite(double number, String what) {
        if (!Double.isFinite(number)) {
            throw invalid(what + " must be finite, and it is " + number);
        }
        return number;
    }

    private static long signed(long number, String what) {
        if (number < 0) {
            throw invalid(what + " must be at most " + Long.MAX_VALUE + ", and it is " + Long.toUnsignedString(number));
        }
        return number;
    }

    private static InferenceException invalid(String message) {
        return new InvalidRequest(message + ".").asException();
    }
}
