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
import dev.tieline.edge.call.Deadline;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
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
    private final NodeLoads loads = new NodeLoads();
    private final List<NodeAddress> asked = new ArrayList<>();
    private Attempts attempts = new Attempts(replies.open(), loads, codec, Deadline.after(System::nanoTime, LONG));

    @AfterEach
    void close() {
        attempts.close();
        assertThat(replies.size()).isZero();
        assertThat(replies.attempts()).isZero();
    }

    @Test
    void shouldReturnTheAnswerOfTheFirstCandidate() {
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), AT_ONCE, (candidate, correlation) -> {
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
        var ticker = new FakeTicker();
        attempts = attempts(ticker.in(Duration.ofSeconds(5)));

        var result = attempts.until(List.of(FIRST), AT_ONCE, (candidate, correlation) -> {
            ticker.advance(Duration.ofSeconds(5));
            return accepted(candidate);
        });

        assertThat(result).isInstanceOfSatisfying(OffloadResult.Failed.class, failed -> {
            assertThat(failed.summary()).isEqualTo("eu-central/fra-1: no answer in time");
            assertThat(failed.allBusy()).isFalse();
        });
    }

    @Test
    void shouldStopTryingWhenTheDeadlineHasPassed() {
        var ticker = new FakeTicker();
        attempts = attempts(ticker.in(Duration.ofSeconds(5)));

        attempts.until(List.of(FIRST, SECOND), AT_ONCE, (candidate, correlation) -> {
            ticker.advance(Duration.ofSeconds(5));
            return accepted(candidate);
        });

        assertThat(asked).containsExactly(FIRST.node());
    }

    @Test
    void shouldFailAtOnceWhenTheLinkIsLost() {
        var result = attempts.until(List.of(FIRST), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
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
        var result = attempts.until(List.of(FIRST, SECOND), LONG, (candidate, correlation) -> {
            refuse(correlation, candidate, new InferenceError.Overloaded("full", Duration.ZERO, null));
            return accepted(candidate);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        OffloadResult.Failed.class,
                        failed -> assertThat(failed.allBusy()).isTrue());
    }

    @Test
    void shouldOweNothingAfterwards() {
        attempts.until(List.of(FIRST, SECOND), AT_ONCE, (candidate, correlation) -> {
            if (candidate.equals(SECOND)) {
                answer(correlation, candidate);
            }
            return accepted(candidate);
        });
        attempts.close();

        assertThat(loads.betterOfTwo(List.of(FIRST, SECOND), System.nanoTime())).isEqualTo(FIRST);
    }

    @Test
    void shouldWaitForASilentNodeOnceNoOtherIsLeftToTry() {
        var correlations = new ArrayList<byte[]>();
        var result = attempts.until(List.of(FIRST, SECOND), AT_ONCE, (candidate, correlation) -> {
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

    private Attempts attempts(Deadline deadline) {
        attempts.close();
        return new Attempts(replies.open(), loads, codec, deadline);
    }

    private Egress accepted(Candidate candidate) {
        asked.add(candidate.node());
        return sent(new PublishOutcome.Accepted());
    }

    private static Egress sent(PublishOutcome outcome) {
        return new Egress.Sent(CompletableFuture.completedFuture(outcome));
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
