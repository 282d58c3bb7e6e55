package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.endpoint.VisitLog.Ended;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.RecordedSpans;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a request that passes the front door. */
class FrontDoorTest {
    private static final String CAME = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final ModelPath SIMPLE = ModelPath.of("simple", null);
    private static final FrontDoor.Reading READING =
            (calls, arrived) -> Calls.simple(DataLabel.PUBLIC).under(CAME);

    private final RunSlots slots = new RunSlots(1, 1);
    private final ModelRegistry models = new ModelRegistry();
    private final RecordedSpans spans = new RecordedSpans();
    private final List<Ended> ended = new ArrayList<>();
    private final Answer answer = new Answer();

    @BeforeEach
    void load(@TempDir Path folder) {
        var card = Cards.simple("simple@1");
        models.put(Cards.open(card, folder), Cards.artifact(card).digest(), true);
    }

    @AfterEach
    void close() {
        slots.close();
        models.close();
    }

    @Test
    void shouldTellOnceOfARequestThatWasServed() {
        var door = door(1, spans);
        var visit = door.enter(Protocol.HTTP).orElseThrow();

        door.serve(visit, SIMPLE, READING, answer);
        assertThat(ended).as("before the answer has left").isEmpty();
        visit.answered();
        visit.abandoned();

        assertThat(ended).singleElement().satisfies(told -> {
            assertThat(told.protocol()).isEqualTo(Protocol.HTTP);
            assertThat(told.model()).isEqualTo(SIMPLE.name());
            assertThat(told.code()).isEqualTo("ok");
            assertThat(told.route()).isEqualTo("local");
            assertThat(told.nanos()).isPositive();
        });
        assertThat(door.inside()).isZero();
    }

    @Test
    void shouldTraceARequestFromItsArrivalUnderWhatItCameWith() {
        var door = door(1, spans);
        var visit = door.enter(Protocol.GRPC).orElseThrow();

        door.serve(visit, SIMPLE, READING, answer);
        visit.answered();

        var server = spans.named("infer simple");
        assertThat(server.parent()).isEqualTo(CAME);
        assertThat(server.kind()).isEqualTo(Tracing.Kind.SERVER);
        assertThat(server.fromNanos()).isEqualTo(visit.arrivedNanos());
        assertThat(server.failure()).isNull();
        assertThat(server.facts())
                .containsEntry("tieline.protocol", "grpc")
                .containsEntry("tieline.model", "simple")
                .containsEntry("tieline.route", "local")
                .containsEntry("tieline.site", "clinic-berlin");
        assertThat(spans.named("run").parent()).isEqualTo(server.traceparent());
        assertThat(spans.named("queue").parent()).isEqualTo(server.traceparent());
    }

    @Test
    void shouldTellTheCallerOfAnErrorItsOwnSpan() {
        var door = door(1, spans);
        var visit = door.enter(Protocol.HTTP).orElseThrow();
        visit.cameWith(CAME);

        door.serve(
                visit,
                SIMPLE,
                (calls, arrived) -> {
                    throw new InferenceException(new InferenceError.InvalidRequest("no"));
                },
                answer);

        var told = visit.traceparent();
        visit.answered();
        assertThat(spans.named("infer simple").traceparent()).isEqualTo(told);
        assertThat(spans.named("infer simple").parent()).isEqualTo(CAME);
        assertThat(spans.named("infer simple").failure()).isEqualTo("invalid_request");
        assertThat(ended).singleElement().satisfies(end -> {
            assertThat(end.code()).isEqualTo("invalid_request");
            assertThat(end.route()).isNull();
        });
    }

    @Test
    void shouldHandWhatCameThroughWhereNothingIsTraced() {
        var door = door(1, Tracing.off());
        var visit = door.enter(Protocol.HTTP).orElseThrow();
        visit.cameWith(CAME);

        door.serve(visit, ModelPath.of("nobody", null), (calls, arrived) -> unknown(), answer);

        assertThat(visit.traceparent()).isEqualTo(CAME);
        assertThat(answer.error).isInstanceOf(InferenceError.class);
        visit.answered();
    }

    @Test
    void shouldTellOfACallerWhoWentBeforeItsAnswer() {
        var door = door(1, spans);
        var visit = door.enter(Protocol.MQTT).orElseThrow();

        visit.abandoned();
        door.serve(visit, SIMPLE, READING, answer);

        assertThat(ended).singleElement().satisfies(told -> {
            assertThat(told.code()).isEqualTo("abandoned");
            assertThat(told.model()).isNull();
        });
    }

    @Test
    void shouldTellOfARequestThatItsProtocolRefused() {
        var visit = door(1, spans).enter(Protocol.HTTP).orElseThrow();

        visit.answered();

        assertThat(ended)
                .singleElement()
                .satisfies(told -> assertThat(told.code()).isEqualTo("unserved"));
        assertThat(spans.ended()).isEmpty();
    }

    @Test
    void shouldTellOfARequestThatFoundNoRoom() {
        var door = door(1, spans);
        var first = door.enter(Protocol.HTTP).orElseThrow();

        assertThat(door.enter(Protocol.HTTP)).isEmpty();

        assertThat(ended).singleElement().satisfies(told -> {
            assertThat(told.code()).isEqualTo("overloaded");
            assertThat(told.nanos()).isZero();
        });
        first.answered();
    }

    @Test
    void shouldTellOfAnAnswerThatCouldNotBeWrittenAsAFailure() {
        var door = door(1, spans);
        var visit = door.enter(Protocol.HTTP).orElseThrow();
        answer.refusal = new InferenceError.InvalidRequest("it cannot be written so");

        door.serve(visit, SIMPLE, READING, answer);
        visit.answered();

        assertThat(ended).singleElement().satisfies(told -> {
            assertThat(told.code()).isEqualTo("invalid_request");
            assertThat(told.route()).isNull();
        });
    }

    private FrontDoor door(int maxRequests, Tracing tracing) {
        var alone = new Knowledge(World.knowledge().sites(), World.knowledge().policy(), Routes.none());
        var dispatcher = new InferenceDispatcher(new InferenceDispatcher.Parts(
                World.CLINIC,
                World.admission(World.CLINIC, alone),
                World.decisionPoint(World.CLINIC, alone),
                models,
                slots,
                new LocalServing(System::nanoTime, World.CLOCK, tracing),
                Offloading.none("this node has no broker")));
        var defaults = new CallDefaults(DataLabel.PUBLIC, Duration.ofSeconds(10), Duration.ofMinutes(5));
        var codec = new OipCodec(OipLimits.DEFAULT);
        var calls = new CallReader(codec, System::nanoTime, new Random(1), defaults, models::manifest);
        return new FrontDoor(
                calls, dispatcher, Runnable::run, new EntranceBounds(maxRequests, 64 << 20), tracing, ended::add);
    }

    private static InferenceCall unknown() {
        throw new InferenceException(new InferenceError.UnknownModel("nobody"));
    }

    /** Keeps what was answered. */
    private static final class Answer implements FrontDoor.Answering {
        private @Nullable InferenceError refusal;
        private @Nullable InferenceError error;

        @Override
        public void answered(InferenceRequest request, InferenceResponse response) {
            if (refusal != null) {
                throw new InferenceException(refusal);
            }
        }

        @Override
        public void failed(InferenceError failure) {
            error = failure;
        }
    }
}
