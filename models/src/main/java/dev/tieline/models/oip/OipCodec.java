package dev.tieline.models.oip;

import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the bodies of the Open Inference Protocol v2, REST and binary tensor data extension. Thread-safe.
 *
 * <p>Choices where the protocol leaves one:
 *
 * <ul>
 *   <li>JSON has no NaN and no infinity: such a token in a request is refused, and an output that holds one cannot be
 *       answered in JSON, only as binary data. The same goes for FP16 and BF16.
 *   <li>A number out of the range of its datatype is refused, and so is a fraction or an exponent where the datatype is
 *       whole. BOOL takes {@code true}, {@code false}, 0 and 1.
 *   <li>Data is either flat or nested exactly like the shape.
 *   <li>A key that is not known is read over; a key that stands twice is refused; {@code null} counts as absent.
 *   <li>The outputs of the raw form (see {@link #decodeRequest}) come back as binary data.
 * </ul>
 */
public final class OipCodec {
    private final OipLimits limits;

    public OipCodec(OipLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a request. Binary tensors are views of the body, which must stay unchanged while they are used.
     *
     * @param model the model of the path or the topic
     * @param version the version of the path, or null
     * @param body the bytes between position and limit, which both stay
     * @param headerLength the value of {@code Inference-Header-Content-Length}; null if the header is absent, 0 for the
     *     raw form, whose body is the only input
     * @param manifest the model's manifest, needed only for the raw form
     * @throws InferenceException with InvalidRequest or TooLarge
     */
    public InferenceRequest decodeRequest(
            ModelName model,
            @Nullable String version,
            ByteBuffer body,
            @Nullable Integer headerLength,
            @Nullable ModelManifest manifest) {
        return decodeRequest(model, version, body, headerLength, manifest, bytes -> {});
    }

    /**
     * Reads a request as the other does. The elements of a body of JSON can take many times its length.
     *
     * @param hold is told how many bytes the elements of a tensor have, before they take memory; what it throws ends the
     *     reading
     */
    public InferenceRequest decodeRequest(
            ModelName model,
            @Nullable String version,
            ByteBuffer body,
            @Nullable Integer headerLength,
            @Nullable ModelManifest manifest,
            LongConsumer hold) {
        checkSize(body);
        if (headerLength != null && headerLength == 0) {
            hold.accept(body.remaining());
            return RawForm.decode(model, version, body, manifest);
        }
        return new BodyDecoder(BinarySection.of(body, headerLength), limits, hold).request(model, version);
    }

    /**
     * Reads a response. Binary tensors are views of the body.
     *
     * @throws InferenceException with InvalidRequest or TooLarge
     */
    public InferenceResponse decodeResponse(ByteBuffer body, @Nullable Integer headerLength) {
        checkSize(body);
        return new BodyDecoder(BinarySection.of(body, headerLength), limits, bytes -> {}).response();
    }

    /** Writes a request with all inputs as binary data. */
    public OipBody encodeRequest(InferenceRequest request) {
        return BodyEncoder.request(request, true);
    }

    /** Writes a request with all inputs in the JSON. @throws InferenceException if JSON cannot hold one of them */
    public OipBody encodeRequestJson(InferenceRequest request) {
        return BodyEncoder.request(request, false);
    }

    /**
     * Writes a response as the request asked: only the outputs that it names, in its order, each as binary data or JSON
     * by {@code binary_data} or else by {@code binary_data_output}.
     *
     * @throws InferenceException with InvalidRequest if an output cannot be written as asked, or with ExecutionFailed if
     *     it is missing
     */
    public OipBody encodeResponse(InferenceRequest request, InferenceResponse response) {
        return BodyEncoder.response(request, response);
    }

    /** Writes a response with all outputs as binary data. */
    public OipBody encodeResponseBinary(InferenceResponse response) {
        return BodyEncoder.responseBinary(response);
    }

    /** Writes an error: {@code error} and {@code code}, what else the error has, and {@code trace} if there is one. */
    public byte[] encodeError(InferenceError error, @Nullable String trace) {
        return ErrorCodec.encode(error, trace);
    }

    /** Reads an error as {@link #encodeError} wrote it; what cannot be read is an ExecutionFailed that says so. */
    public InferenceError decodeError(ByteBuffer body) {
        return ErrorCodec.decode(BinarySection.of(body, null), limits);
    }

    /** Writes {@code $metadata_model_response} of a model of which one version is known. */
    public byte[] modelMetadata(ModelManifest manifest, String platform) {
        return modelMetadata(manifest, List.of(manifest.ref().version()), platform);
    }

    /** Writes {@code $metadata_model_response}. */
    public byte[] modelMetadata(ModelManifest manifest, List<String> versions, String platform) {
        return MetadataWriter.model(manifest, versions, platform);
    }

    /** Writes {@code $metadata_server_response}. */
    public byte[] serverMetadata(String name, String version, List<String> extensions) {
        return MetadataWriter.server(name, version, extensions);
    }

    /** Writes the configuration of a model, as Triton's {@code ModelConfig} in JSON. */
    public byte[] modelConfig(ModelManifest manifest, String platform, String backend) {
        return ModelConfigWriter.write(manifest, platform, backend);
    }

    /**
     * Reads {@code $repository_index_request}; an empty body asks for everything.
     *
     * @return whether the index of ready models alone is asked for
     * @throws InferenceException with InvalidRequest or TooLarge
     */
    public boolean decodeIndexRequest(ByteBuffer body) {
        checkSize(body);
        return body.hasRemaining() && RepositoryReader.ready(BinarySection.of(body, null), limits);
    }

    /**
     * Reads the parameters of {@code $repository_load_request} or {@code $repository_unload_request}; an empty body has
     * none.
     *
     * @throws InferenceException with InvalidRequest or TooLarge
     */
    public Map<String, Object> decodeRepositoryParameters(ByteBuffer body) {
        checkSize(body);
        return body.hasRemaining() ? RepositoryReader.parameters(BinarySection.of(body, null), limits) : Map.of();
    }

    private void checkSize(ByteBuffer body) {
        if (body.remaining() > limits.maxBodyBytes()) {
            throw new TooLarge("the body has " + body.remaining() + " bytes; the limit is " + limits.maxBodyBytes())
                    .asException();
        }
    }
}
