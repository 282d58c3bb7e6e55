package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.INFER;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.STREAM;
import static dev.tieline.edge.endpoint.grpc.GrpcCaller.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.models.generated.EndlessModel;
import io.grpc.CallOptions;
import io.grpc.Status.Code;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GrpcStreamTest {
    @RegisterExtension
    private final ServedGrpc served = new ServedGrpc(64, 24);

    @RegisterExtension
    private final GrpcCaller caller = new GrpcCaller(served.port());

    @Test
    void shouldAnswerInTheOrderOfTheQuestions() throws Exception {
        var talk = caller.talk(STREAM);

        for (int i = 0; i < 100; i++) {
            talk.say(rounds(i % 10).toBuilder().setId("q" + i).build());
        }
        talk.end();

        for (int i = 0; i < 100; i++) {
            var answer = talk.hear();
            assertThat(answer.getErrorMessage()).isEmpty();
            assertThat(answer.getInferResponse().getId()).isEqualTo("q" + i);
            assertThat(GrpcCaller.number(answer.getInferResponse())).isEqualTo(1L << (i % 10));
        }
        assertThat(talk.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void shouldAnswerErrorsInTheirPlaceAndGoOn() throws Exception {
        var talk = caller.talk(STREAM);

        talk.say(rounds(1));
        talk.say(rounds(2).toBuilder().setModelName("none").setId("q2").build());
        talk.say(rounds(3).toBuilder().removeInputs(0).setId("q3").build());
        talk.say(rounds(4));
        talk.end();

        assertThat(GrpcCaller.number(talk.hear().getInferResponse())).isEqualTo(2);
        var unknown = talk.hear();
        assertThat(unknown.getErrorMessage()).startsWith("Request for unknown model: 'none'");
        assertThat(unknown.getInferResponse().getId()).isEqualTo("q2");
        assertThat(unknown.getInferResponse()
                        .getParametersOrThrow("tieline_code")
                        .getStringParam())
                .isEqualTo("unknown_model");
        var invalid = talk.hear();
        assertThat(invalid.getInferResponse().getModelName()).isEqualTo("test");
        assertThat(invalid.getInferResponse()
                        .getParametersOrThrow("tieline_code")
                        .getStringParam())
                .isEqualTo("invalid_request");
        assertThat(GrpcCaller.number(talk.hear().getInferResponse())).isEqualTo(16);
        assertThat(talk.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void shouldRefuseAQuestionForWhichThereIsNoRoomAndGoOn() throws Exception {
        var other = served.door.enter(Protocol.HTTP).orElseThrow();
        other.hold(ServedGrpc.ROOM);
        var talk = caller.talk(STREAM);

        talk.say(rounds(1));

        var refused = talk.hear();
        assertThat(refused.getErrorMessage()).contains("67108864 of the 67108864 bytes");
        assertThat(refused.getInferResponse()
                        .getParametersOrThrow("tieline_code")
                        .getStringParam())
                .isEqualTo("overloaded");
        other.answered();
        talk.say(rounds(4));
        assertThat(GrpcCaller.number(talk.hear().getInferResponse())).isEqualTo(16);
        talk.end();
        assertThat(talk.status().getCode()).isEqualTo(Code.OK);
        Eventually.until("nothing is held", () -> served.door.held() == 0 && served.door.inside() == 0);
    }

    @Test
    void shouldRefuseTheOnlyQuestionOfACallForWhichThereIsNoRoom() {
        var other = served.door.enter(Protocol.HTTP).orElseThrow();
        other.hold(ServedGrpc.ROOM);

        var refusal = caller.refusal(INFER, rounds(1));

        assertThat(refusal.getStatus().getDescription()).contains("67108864 of the 67108864 bytes");
        assertThat(GrpcCaller.trailer(refusal, "tieline-code")).isEqualTo("overloaded");

        other.answered();
        assertThat(GrpcCaller.number(caller.ask(INFER, rounds(4)))).isEqualTo(16);
    }

    @Test
    void shouldAnswerBeforeTheCallerHasSaidAll() throws Exception {
        var talk = caller.talk(STREAM);

        talk.say(rounds(1));
        assertThat(GrpcCaller.number(talk.hear().getInferResponse())).isEqualTo(2);
        talk.say(rounds(2));
        assertThat(GrpcCaller.number(talk.hear().getInferResponse())).isEqualTo(4);
        talk.end();

        assertThat(talk.status().getCode()).isEqualTo(Code.OK);
    }

    /** The first question keeps the slot: what comes after it waits in the node up to the bound, and beyond it outside. */
    @Test
    void shouldLeaveRoomForOthersHoweverMuchAStreamAsks() {
        var talk = caller.talk(STREAM);
        talk.say(rounds(EndlessModel.FOR_EVER));
        Eventually.until("it runs", () -> served.slots.running() == 1);
        for (int i = 0; i < 60; i++) {
            talk.say(rounds(1));
        }
        Eventually.until("the bound is reached", () -> served.slots.queued() == InferStream.MAX_OPEN - 1);

        var other = caller.talk(INFER);
        other.say(rounds(EndlessModel.FOR_EVER));
        other.end();

        Eventually.until("the other waits too", () -> served.slots.queued() == InferStream.MAX_OPEN);
        talk.cancel();
        Eventually.until("only the other is there", () -> served.slots.queued() == 0 && served.slots.running() == 1);
        other.cancel();
    }

    @Test
    void shouldEndAtTheDeadlineOfTheStream() throws Exception {
        var talk = caller.talk(STREAM, CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS));
        talk.say(rounds(EndlessModel.FOR_EVER));

        assertThat(talk.status().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        Eventually.until("the slot is free", () -> served.slots.running() == 0);
    }

    @Test
    void shouldAnswerWhatItHasTakenWhenTheNodeGoes() throws Exception {
        var idle = caller.talk(STREAM);
        idle.say(rounds(1));
        idle.hear();
        var busy = caller.talk(STREAM);
        busy.say(rounds(300_000));
        Eventually.until("the stream has a question", () -> served.slots.running() == 1 || busy.unheard() == 1);

        served.endpoint.drain();

        assertThat(idle.status().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(busy.hear().getErrorMessage()).isEmpty();
        assertThat(busy.status().getCode()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void shouldEndAStreamWithoutQuestions() throws Exception {
        var talk = caller.talk(STREAM);

        talk.end();

        assertThat(talk.status().getCode()).isEqualTo(Code.OK);
        assertThat(talk.unheard()).isZero();
    }
}
