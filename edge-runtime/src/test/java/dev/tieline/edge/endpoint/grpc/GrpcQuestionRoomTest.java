package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ServerReflectionRequest;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ServerReflectionResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelReadyRequest;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelReadyResponse;
import dev.tieline.models.infer.InferenceException;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Questions hold the memory of their messages, and no longer than it is good for anything. */
class GrpcQuestionRoomTest {
    private static final int NAME = 10_000;

    @RegisterExtension
    private final ServedGrpc served = new ServedGrpc(1, 10);

    @RegisterExtension
    private final GrpcCaller caller = new GrpcCaller(served.port());

    /** Its message is complete, and it could still say something. */
    @Test
    void shouldMakeRoomOfAQuestionThatNeverEnds() throws Exception {
        var question = caller.talk(talking(
                "inference.GRPCInferenceService/ModelReady",
                ModelReadyRequest.getDefaultInstance(),
                ModelReadyResponse.getDefaultInstance()));
        question.say(ModelReadyRequest.newBuilder().setName("x".repeat(NAME)).build());
        Eventually.until("its message is there", () -> served.door.held() > NAME);
        var other = served.door.enter(Protocol.HTTP).orElseThrow();

        Eventually.until("another takes all memory", () -> holdsAll(other));

        assertThat(question.status().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        other.answered();
        assertThat(served.door.held()).isZero();
    }

    @Test
    void shouldHoldNothingBetweenTheMessagesOfATalk() throws Exception {
        var talk = caller.talk(talking(
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                ServerReflectionRequest.getDefaultInstance(),
                ServerReflectionResponse.getDefaultInstance()));
        var question = ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("x".repeat(NAME))
                .build();
        for (int i = 0; i < 3; i++) {
            talk.say(question);

            assertThat(talk.hear().hasErrorResponse()).isTrue();
            Eventually.until("its memory is free", () -> served.door.held() == 0);
        }
        talk.end();
        assertThat(talk.status().isOk()).isTrue();
    }

    private static boolean holdsAll(Visit visit) {
        try {
            visit.hold(ServedGrpc.ROOM);
            return true;
        } catch (InferenceException e) {
            return false; // none of those that hold some is slow yet
        }
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> talking(
            String name, Q question, A answer) {
        return GrpcCaller.method(name, MethodType.BIDI_STREAMING, question, answer);
    }
}
