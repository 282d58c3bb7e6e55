package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.EgressGuard.Dispatched;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.SiteFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatchExchangeTest {
    private static final Duration AT_ONCE = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final PublishOutcome ACCEPTED = new PublishOutcome.Accepted();

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final PendingReplies replies = new PendingReplies(new Random(3));
    private final FakeTicker ticker = new FakeTicker();
    private final Circuits circuits = new Circuits(ticker, new Random(5));
    private final List<DispatchExchange> exchanges = new ArrayList<>();

    @AfterEach
    void close() {
        exchanges.forEach(DispatchExchange::close);
        assertThat(replies.size()).isZero();
        assertThat(replies.attempts()).isZero();
    }

    @Test
    void shouldTakeTheAnswerOfTheNodeThatTheControllerChose() {
        var result = exchange(AT_ONCE).await(correlation -> {
            answer(correlation);
            return whole(ACCEPTED);
        });

        assertThat(result).isInstanceOfSatisfying(DispatchResult.Served.class, served -> {
            assertThat(served.by().node()).isEqualTo(World.FRANKFURT);
            assertThat(served.by().decision()).isEqualTo("rule");
            assertThat(served.response().outputs()).hasSize(1);
        });
    }

    @Test
    void shouldTellWhatTheControllerAnswers() {
        var warming = new InferenceError.Warming("a copy is on its way", Duration.ofSeconds(4));

        var result = exchange(LONG).await(correlation -> {
            refuse(correlation, warming);
            return enquiry(ACCEPTED);
        });

        assertThat(result).isEqualTo(new DispatchResult.Refused(warming));
    }

    @Test
    void shouldTellTheRuleByWhichTheControllerFindsNoPlace() {
        var denied = new InferenceError.PolicyDenied("no node is permitted", "health-never-leaves");

        var result = exchange(LONG).await(correlation -> {
            refuse(correlation, denied);
            return enquiry(ACCEPTED);
        });

        assertThat(result).isEqualTo(new DispatchResult.Refused(denied));
    }

    @Test
    void shouldNotTakeAResultForAnEnquiry() {
        var result = exchange(LONG).await(correlation -> {
            answer(correlation);
            return enquiry(ACCEPTED);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        DispatchResult.Refused.class,
                        refused -> assertThat(refused.error().message()).contains("eu-central/fra-1", "not sent"));
    }

    @Test
    void shouldNotTakeAnAnswerThatItCannotRead() {
        var result = exchange(LONG).await(correlation -> {
            var headers = new ReplyHeaders("r1", ReplyHeaders.OK, 0, World.FRANKFURT, null);
            replies.complete(correlation, headers, new byte[] {1, 2, 3});
            return whole(ACCEPTED);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        DispatchResult.Refused.class,
                        refused -> assertThat(refused.error()).isInstanceOf(InferenceError.Unreachable.class));
    }

    @Test
    void shouldKnowAtOnceThatNoControllerIsThere() {
        var result = exchange(LONG).await(correlation -> whole(new PublishOutcome.NoSubscribers()));

        assertThat(result).isEqualTo(new DispatchResult.NoAnswer("none is connected to the broker"));
    }

    @Test
    void shouldSayThatItCouldNotBeSent() {
        var failure = new LinkFailure(LinkFailure.Kind.NOT_CONNECTED, 0, "there is no connection");

        var result = exchange(LONG).await(correlation -> whole(new PublishOutcome.Failed(failure)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        DispatchResult.NoAnswer.class,
                        nobody -> assertThat(nobody.why()).contains("not sent", "there is no connection"));
    }

    @Test
    void shouldNotWaitOnceTheLinkIsLost() {
        var result = exchange(LONG).await(correlation -> {
            replies.linkLost();
            return whole(ACCEPTED);
        });

        assertThat(result).isEqualTo(new DispatchResult.NoAnswer("the connection to the broker was lost"));
    }

    @Test
    void shouldWaitForTheAnswerToAnEnquiryNoLongerThanItIsPatient() {
        var result = exchange(AT_ONCE).await(correlation -> enquiry(ACCEPTED));

        assertThat(result).isEqualTo(new DispatchResult.NoAnswer("no answer in time"));
    }

    @Test
    void shouldTakeSilenceToMeanThatNoControllerIsThere() {
        var result = exchange(AT_ONCE).await(correlation -> whole(ACCEPTED));

        assertThat(result).isEqualTo(new DispatchResult.NoAnswer("no answer in time"));
    }

    @Test
    void shouldEndByTheDeadline() {
        var result = exchange(LONG).await(correlation -> {
            ticker.advance(LONG);
            return whole(ACCEPTED);
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        DispatchResult.Refused.class,
                        refused -> assertThat(refused.error()).isInstanceOf(InferenceError.DeadlineExceeded.class));
    }

    @Test
    void shouldTellTheRuleByWhichNothingMayLeave() {
        var relay = Hop.relay(Hop.Sees.CLEAR, SiteFacts.unknown("broker-fra"));
        var deny = new PolicyDecision.Deny(
                new Misfit("never", new Misfit.At(1, relay), "hops.any.country", "unknown", "EEA"),
                "never",
                List.of("never"),
                List.of(),
                List.of());

        var result = exchange(LONG).await(correlation -> new Dispatched.Refused(deny));

        assertThat(result)
                .isEqualTo(new DispatchResult.Refused(new InferenceError.PolicyDenied(
                        "Nothing may go to the controller: DENY: never",
                        "never",
                        new Mismatch(new Mismatch.Hop(1, "relay", "broker-fra"), "unknown", "EEA"))));
    }

    @Test
    void shouldSayThatThereIsNoControllerToAskAnyMore() {
        assertThat(exchange(LONG).await(correlation -> new Dispatched.NoController()))
                .isEqualTo(new DispatchResult.Refused(new InferenceError.PolicyDenied(
                        "Nothing may go to the controller: the site book names none", null)));
    }

    @Test
    void shouldNotAskAControllerThatHasFallenSilent() {
        for (int i = 0; i < 3; i++) {
            exchange(AT_ONCE).await(correlation -> enquiry(ACCEPTED));
        }
        ticker.advance(AT_ONCE.multipliedBy(3));

        var result = exchange(AT_ONCE).await(correlation -> {
            throw new AssertionError("asked");
        });

        assertThat(result)
                .isEqualTo(new DispatchResult.NoAnswer("it has not answered for 0.0 s, asked again in 0.2 s"));
    }

    @Test
    void shouldSayThatTheBrokerDidNotTakeTheQuestion() {
        var result = exchange(AT_ONCE).await(correlation -> new Dispatched.Enquiry(new CompletableFuture<>()));

        assertThat(result).isEqualTo(new DispatchResult.NoAnswer("the broker did not acknowledge the question"));
    }

    @Test
    void shouldEndAtOnceWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> exchange(LONG).await(correlation -> enquiry(ACCEPTED)))
                .hasMessageContaining("the node is shutting down");

        assertThat(Thread.interrupted()).as("the mark is kept").isTrue();
    }

    @Test
    void shouldDropAnAnswerThatComesAfterTheEnd() {
        var late = new byte[1][];
        exchange(AT_ONCE).await(correlation -> {
            late[0] = correlation;
            return enquiry(ACCEPTED);
        });
        close();

        answer(late[0]);

        assertThat(replies.dropped()).isEqualTo(1);
    }

    private DispatchExchange exchange(Duration patience) {
        var bounds = new Attempts.Bounds(Calls.simple(DataLabel.PUBLIC, ticker.in(LONG)), patience, patience, null);
        var exchange = new DispatchExchange(replies.open(), circuits, codec, bounds);
        exchanges.add(exchange);
        return exchange;
    }

    private static Dispatched whole(PublishOutcome outcome) {
        return new Dispatched.Whole("id", World.PERMIT, CompletableFuture.completedFuture(outcome));
    }

    private static Dispatched enquiry(PublishOutcome outcome) {
        return new Dispatched.Enquiry(CompletableFuture.completedFuture(outcome));
    }

    private void answer(byte[] correlation) {
        var response = new InferenceResponse(
                ModelRef.of("simple@1"), "r1", Map.of(), List.of(Tensor.ofInts("OUTPUT0", Shape.of(1), new int[] {7})));
        var body = codec.encodeResponseBinary(response);
        var headers = new ReplyHeaders("r1", ReplyHeaders.OK, 0, World.FRANKFURT, body.headerLength());
        replies.complete(correlation, headers, body.toByteArray());
    }

    private void refuse(byte[] correlation, InferenceError error) {
        var headers = new ReplyHeaders("r1", error.code(), 0, World.FRANKFURT, null);
        replies.complete(correlation, headers, codec.encodeError(error, null));
    }
}
