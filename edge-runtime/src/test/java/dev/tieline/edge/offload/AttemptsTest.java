package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Candidate FIRST = new Candidate(World.FRANKFURT, World.PERMIT);
    private static final Candidate SECOND = new Candidate(NodeAddress.of("eu-west/lyon-1"), World.PERMIT);
    private static final Duration AT_ONCE = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final PendingReplies replies = new PendingReplies(new Random(3));
    private final FakeTicker ticker = new FakeTicker();
    private final Experience experience = Experience.none(new Circuits(ticker, new Random(5)));
    private final List<NodeAddress> asked = new ArrayList<>();
    private final List<Attempts> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Attempts::close);
        assertThat(replies.size()).isZero();
        assertThat(replies.attempts()).isZero();
    }

    @Test
    void shouldReturnTheAnswerOfTheFirstCandidate() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            answer(correlation, candidate);
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Served.class,
                        served -> assertThat(served.by()).isEqualTo(FIRST));
        assertThat(asked).containsExactly(FIRST.node());
    }

    @Test
    void shouldGoOnToTheNextWhenTheFirstIsBusy() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            if (candidate.equals(FIRST)) {
                refuse(correlation, candidate, new InferenceError.Overloaded("full", Duration.ZERO, null));
            } else {
                answer(correlation, candidate);
            }
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Served.class,
                        served -> assertThat(served.by()).isEqualTo(SECOND));
    }

    @Test
    void shouldGoOnToTheNextWhenTheModelIsStillOnItsWayToTheFirst() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            if (candidate.equals(FIRST)) {
                refuse(correlation, candidate, new InferenceError.Warming("it is fetched", Duration.ofSeconds(5)));
            } else {
                answer(correlation, candidate);
            }
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Served.class,
                        served -> assertThat(served.by()).isEqualTo(SECOND));
        assertThat(asked).containsExactly(FIRST.node(), SECOND.node());
    }

    @Test
    void shouldGoOnToTheNextWhenNobodyIsSubscribed() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            asked.add(candidate.node());
            if (candidate.equals(FIRST)) {
                return sent(new PublishOutcome.NoSubscribers());
            }
            answer(correlation, candidate);
            return sent(new PublishOutcome.Accepted());
        });

        assertThat(result).isInstanceOf(OffloadResult.Served.class);
        assertThat(asked).containsExactly(FIRST.node(), SECOND.node());
    }

    @Test
    void shouldTakeTheLateAnswerOfASilentNodeWhileAnotherIsWaitedFor() {
        var correlations = new ArrayList<byte[]>();
        var result = attempts(AT_ONCE)
                .until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
                    correlations.add(correlation);
                    if (candidate.equals(SECOND)) {
                        answer(correlations.getFirst(), FIRST);
                    }
                    return accepted(candidate);
                });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Served.class,
                        served -> assertThat(served.by()).isEqualTo(FIRST));
    }

    @Test
    void shouldSayWhatWasTriedWhenNobodyAnswersByTheDeadline() {
        var result = attempts(AT_ONCE).until(List.of(FIRST), (candidate, traceparent, correlation, patience) -> {
            ticker.advance(LONG);
            return accepted(candidate);
        });

        assertThat(result).isInstanceOfSatisfying(OffloadResult.Failed.class, failed -> {
            assertThat(failed.summary()).isEqualTo("eu-central/fra-1: no answer in time");
            assertThat(failed.allBusy()).isFalse();
        });
    }

    @Test
    void shouldStopTryingWhenTheDeadlineHasPassed() {
        attempts(AT_ONCE).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            ticker.advance(LONG);
            return accepted(candidate);
        });

        assertThat(asked).containsExactly(FIRST.node());
    }

    @Test
    void shouldFailAtOnceWhenTheLinkIsLost() {
        var result = attempts(LONG).until(List.of(FIRST), (candidate, traceparent, correlation, patience) -> {
            replies.linkLost();
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Failed.class,
                        failed -> assertThat(failed.summary()).contains("connection to the broker was lost"));
    }

    @Test
    void shouldNotTryElsewhereWhenTheRequestItselfIsAtFault() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            refuse(correlation, candidate, new InferenceError.InvalidRequest("INPUT0 has the wrong shape"));
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Faulty.class,
                        faulty -> assertThat(faulty.error().message()).contains("INPUT0"));
        assertThat(asked).containsExactly(FIRST.node());
    }

    @Test
    void shouldTryElsewhereWhenANodeFailsToRunTheModel() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            if (candidate.equals(FIRST)) {
                refuse(correlation, candidate, new InferenceError.ExecutionFailed("the model simple@1 failed"));
            } else {
                answer(correlation, candidate);
            }
            return accepted(candidate);
        });

        assertThat(result).isInstanceOf(OffloadResult.Served.class);
    }

    @Test
    void shouldGoOnWhenTheNodesOwnPolicyRefusesToSend() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            asked.add(candidate.node());
            if (candidate.equals(FIRST)) {
                return refusedByPolicy();
            }
            answer(correlation, candidate);
            return sent(new PublishOutcome.Accepted());
        });

        assertThat(result).isInstanceOf(OffloadResult.Served.class);
    }

    @Test
    void shouldSayThatAllAreBusyOnlyWhenAllAre() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            refuse(correlation, candidate, new InferenceError.Overloaded("full", Duration.ZERO, null));
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Failed.class,
                        failed -> assertThat(failed.allBusy()).isTrue());
    }

    @Test
    void shouldTellWhenTheFirstOfTheBusyNodesExpectsToHaveRoom() {
        var result = attempts(LONG).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            var room = Duration.ofSeconds(candidate.equals(FIRST) ? 9 : 4);
            refuse(correlation, candidate, new InferenceError.Overloaded("full", room, null));
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Failed.class,
                        failed -> assertThat(failed.retryAfter()).hasValue(Duration.ofSeconds(4)));
    }

    @Test
    void shouldOweNothingAfterwards() {
        attempts(AT_ONCE).until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
            if (candidate.equals(SECOND)) {
                answer(correlation, candidate);
            }
            return accepted(candidate);
        });
        opened.forEach(Attempts::close);
        opened.clear();

        assertThat(experience.loads().betterOfTwo(List.of(FIRST, SECOND), ticker.nanos()))
                .isEqualTo(FIRST);
    }

    @Test
    void shouldWaitForASilentNodeOnceNoOtherIsLeftToTry() {
        var correlations = new ArrayList<byte[]>();
        var result = attempts(AT_ONCE)
                .until(List.of(FIRST, SECOND), (candidate, traceparent, correlation, patience) -> {
                    correlations.add(correlation);
                    if (candidate.equals(SECOND)) {
                        refuse(correlation, SECOND, new InferenceError.Overloaded("full", Duration.ZERO, null));
                        answer(correlations.getFirst(), FIRST);
                    }
                    return accepted(candidate);
                });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Served.class,
                        served -> assertThat(served.by()).isEqualTo(FIRST));
    }

    private Attempts attempts(Duration attemptTimeout) {
        var bounds = new Attempts.Bounds(Calls.simple(DataLabel.PUBLIC, ticker.in(LONG)), attemptTimeout, LONG, null);
        var attempts = new Attempts(replies.open(), experience, codec, bounds);
        opened.add(attempts);
        return attempts;
    }

    private Egress accepted(Candidate candidate) {
        asked.add(candidate.node());
        return sent(new PublishOutcome.Accepted());
    }

    private static Egress sent(PublishOutcome outcome) {
        return new Egress.Sent("id", CompletableFuture.completedFuture(outcome));
    }

    private static Egress refusedByPolicy() {
        var decision = World.decisionPoint(World.CLINIC).leave(Calls.simple(World.HEALTH), FIRST.node());
        return new Egress.Refused((PolicyDecision.Deny) decision);
    }

    private void answer(byte[] correlation, Candidate candidate) {
        var response = new InferenceResponse(
                ModelRef.of("simple@1"), "r1", Map.of(), List.of(Tensor.ofInts("OUTPUT0", Shape.of(1), new int[] {7})));
        var body = codec.encodeResponseBinary(response);
        replies.complete(
                correlation,
                new ReplyHeaders("r1", ReplyHeaders.OK, 0, candidate.node(), body.headerLength()),
                body.toByteArray());
    }

    private void refuse(byte[] correlation, Candidate candidate, InferenceError error) {
        replies.complete(
                correlation,
                new ReplyHeaders("r1", error.code(), 0, candidate.node(), null),
                codec.encodeError(error, null));
    }
}
