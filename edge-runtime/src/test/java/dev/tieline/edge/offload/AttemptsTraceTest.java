package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.edge.trace.RecordedSpans;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of attempts: a span each, under the call, and a count by how they ended. */
class AttemptsTraceTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CALLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Candidate FIRST = new Candidate(World.VIRGINIA, World.PERMIT);
    private static final Candidate SECOND = new Candidate(World.FRANKFURT, World.PERMIT);

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final PendingReplies replies = new PendingReplies(new Random(7));
    private final FakeTicker ticker = new FakeTicker();
    private final Experience experience = Experience.none(new Circuits(ticker, new Random(5)));
    private final RecordedSpans spans = new RecordedSpans();
    private final List<String> sent = new ArrayList<>();

    @Test
    void shouldGiveEachAttemptASpanOfItsOwnThatTravels() {
        var result = offload((candidate, correlation) -> {
            if (candidate.equals(FIRST)) {
                refuse(correlation, candidate);
            } else {
                answer(correlation, candidate);
            }
        });

        assertThat(result).isInstanceOf(OffloadResult.Served.class);
        assertThat(spans.ended()).hasSize(2).allSatisfy(span -> {
            assertThat(span.name()).isEqualTo("offload simple");
            assertThat(span.kind()).isEqualTo(Tracing.Kind.PRODUCER);
            assertThat(span.parent()).isEqualTo(CALLED);
        });
        assertThat(spans.ended().stream().map(RecordedSpans.Ended::traceparent)).containsExactlyElementsOf(sent);
        assertThat(spans.ended().getFirst().failure()).isEqualTo("busy");
        assertThat(spans.ended().getFirst().facts())
                .containsEntry("tieline.site", "us-east")
                .containsEntry("tieline.node", "va-1")
                .containsEntry("tieline.outcome", "busy");
        assertThat(spans.ended().getLast().failure()).isNull();
        assertThat(spans.ended().getLast().facts()).containsEntry("tieline.outcome", "served");
    }

    @Test
    void shouldCountAttemptsByTheirEnd() {
        var unused = offload((candidate, correlation) -> {
            if (candidate.equals(FIRST)) {
                refuse(correlation, candidate);
            } else {
                answer(correlation, candidate);
            }
        });

        assertThat(experience.counts().byOutcome())
                .containsEntry("busy", 1L)
                .containsEntry("served", 1L)
                .containsEntry("overtaken", 0L)
                .containsEntry("no_answer", 0L)
                .containsKeys("not_asked", "refused", "not_permitted", "not_delivered", "faulty");
    }

    @Test
    void shouldCallAnAttemptOvertakenThatIsNotWaitedForAnyMore() {
        var result = offload((candidate, correlation) -> {
            if (candidate.equals(SECOND)) {
                answer(correlation, candidate);
            }
        });

        assertThat(result).isInstanceOf(OffloadResult.Served.class);
        assertThat(experience.counts().byOutcome()).containsEntry("served", 1L).containsEntry("overtaken", 1L);
        assertThat(spans.ended()).hasSize(2);
        assertThat(spans.ended())
                .anySatisfy(span -> assertThat(span.facts()).containsEntry("tieline.outcome", "overtaken"));
    }

    private interface Behaviour {
        void receive(Candidate candidate, byte[] correlation);
    }

    private OffloadResult offload(Behaviour behaviour) {
        var call = Calls.simple(DataLabel.PUBLIC, ticker.in(LONG)).under(CALLED);
        var bounds = new Attempts.Bounds(call, Duration.ofNanos(1), LONG, null, spans);
        try (var attempts = new Attempts(replies.open(), experience, codec, bounds)) {
            return attempts.until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
                sent.add(String.valueOf(traceparent));
                behaviour.receive(candidate, correlation);
                return new Egress.Sent("id", CompletableFuture.completedFuture(new PublishOutcome.Accepted()));
            });
        }
    }

    private void refuse(byte[] correlation, Candidate candidate) {
        var error = new InferenceError.Overloaded("full", Duration.ZERO, null);
        complete(correlation, candidate, error.code(), codec.encodeError(error, null), null);
    }

    private void answer(byte[] correlation, Candidate candidate) {
        var request = Calls.request("simple");
        var response = new InferenceResponse(ModelRef.of("simple@1"), "r1", Map.of(), request.inputs());
        var body = codec.encodeResponseBinary(response);
        complete(correlation, candidate, ReplyHeaders.OK, body.toByteArray(), body.headerLength());
    }

    private void complete(
            byte[] correlation, Candidate candidate, String status, byte[] body, @Nullable Integer headerLength) {
        var headers = new ReplyHeaders("r1", status, 0, candidate.node(), headerLength);
        assertThat(replies.complete(correlation, headers, body)).isTrue();
    }
}
