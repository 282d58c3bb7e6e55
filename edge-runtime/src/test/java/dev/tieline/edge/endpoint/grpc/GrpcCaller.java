package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.tieline.edge.endpoint.Fixture;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferTensorContents;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferRequest.InferInputTensor;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStreamInferResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A client of the gRPC library, on a connection of its own. */
final class GrpcCaller implements Fixture {
    static final MethodDescriptor<ModelInferRequest, ModelInferResponse> INFER = method(
            "inference.GRPCInferenceService/ModelInfer",
            MethodType.UNARY,
            ModelInferRequest.getDefaultInstance(),
            ModelInferResponse.getDefaultInstance());
    static final MethodDescriptor<ModelInferRequest, ModelStreamInferResponse> STREAM = method(
            "inference.GRPCInferenceService/ModelStreamInfer",
            MethodType.BIDI_STREAMING,
            ModelInferRequest.getDefaultInstance(),
            ModelStreamInferResponse.getDefaultInstance());

    /** {@code ModelInfer} of whatever bytes. */
    static final MethodDescriptor<ByteString, ModelInferResponse> INFER_BYTES =
            INFER.toBuilder(new Bytes(), INFER.getResponseMarshaller()).build();

    private final ManagedChannel channel;

    GrpcCaller(int port) {
        this(port, "127.0.0.1:" + port);
    }

    /** @param authority the name that it knows the server by */
    GrpcCaller(int port, String authority) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .overrideAuthority(authority)
                .usePlaintext()
                .disableRetry()
                .build();
    }

    static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            String name, MethodType type, Q question, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(name)
                .setRequestMarshaller(ProtoUtils.marshaller(question))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }

    /** A method of the inference service. */
    static <Q extends Message, A extends Message> MethodDescriptor<Q, A> inference(String name, Q question, A answer) {
        return method("inference.GRPCInferenceService/" + name, MethodType.UNARY, question, answer);
    }

    /** Asks the model {@code test} for so many rounds. */
    static ModelInferRequest rounds(long rounds) {
        return ModelInferRequest.newBuilder()
                .setModelName("test")
                .addInputs(number("rounds", rounds))
                .addInputs(number("x", 1))
                .build();
    }

    private static InferInputTensor number(String name, long value) {
        return InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype("INT64")
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addInt64Contents(value))
                .build();
    }

    /** The one number of an answer. */
    static long number(ModelInferResponse answer) {
        return answer.getRawOutputContents(0)
                .asReadOnlyByteBuffer()
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    <Q, A> A ask(MethodDescriptor<Q, A> method, Q question) {
        return ask(method, question, CallOptions.DEFAULT);
    }

    <Q, A> A ask(MethodDescriptor<Q, A> method, Q question, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, method, options.withWaitForReady(), question);
    }

    /** Asks with metadata. */
    <Q, A> A ask(MethodDescriptor<Q, A> method, Q question, Map<String, String> metadata) {
        var headers = new Metadata();
        metadata.forEach((key, value) -> headers.put(key(key), value));
        var attached =
                io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        return ClientCalls.blockingUnaryCall(attached, method, CallOptions.DEFAULT, question);
    }

    /** What a question ends in that is not answered. */
    <Q, A> StatusRuntimeException refusal(MethodDescriptor<Q, A> method, Q question) {
        try {
            var answer = ask(method, question);
            throw new AssertionError("answered: " + answer);
        } catch (StatusRuntimeException e) {
            return e;
        }
    }

    /** The trailer of that name. */
    static String trailer(StatusRuntimeException refusal, String name) {
        var trailers = refusal.getTrailers();
        return trailers == null ? "none" : String.valueOf(trailers.get(key(name)));
    }

    <Q, A> ClientCall<Q, A> call(MethodDescriptor<Q, A> method) {
        return channel.newCall(method, CallOptions.DEFAULT);
    }

    /** Opens a call with two directions. */
    <Q, A> GrpcTalk<Q, A> talk(MethodDescriptor<Q, A> method) {
        return talk(method, CallOptions.DEFAULT);
    }

    <Q, A> GrpcTalk<Q, A> talk(MethodDescriptor<Q, A> method, CallOptions options) {
        return new GrpcTalk<>(channel.newCall(method, options));
    }

    /** Opens a call with metadata. */
    <Q, A> GrpcTalk<Q, A> talk(MethodDescriptor<Q, A> method, Map<String, String> metadata) {
        var headers = new Metadata();
        metadata.forEach((key, value) -> headers.put(key(key), value));
        return new GrpcTalk<>(
                io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers))
                        .newCall(method, CallOptions.DEFAULT));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /** Goes, whatever is under way. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            if (!channel.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the connection did not end: " + Status.UNKNOWN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A message that is written as it is. */
    private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
        @Override
        public InputStream stream(ByteString value) {
            return value.newInput();
        }

        @Override
        public ByteString parse(InputStream stream) {
            throw new UnsupportedOperationException("only written");
        }
    }
}
