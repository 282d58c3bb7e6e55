package dev.tieline.edge.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.Calls;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.RecordingEgress;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.RecordedSpans;
import dev.tieline.edge.trace.Span;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.models.onnx.SessionSettings;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.DataLabel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The node in Virginia, asked by the clinic in Berlin. */
class WorkReceiverTest {
    private static final ModelRegistry MODELS = new ModelRegistry();
    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final String REPLY = "tl/v1/acme/node/clinic-berlin/gw-1/reply";
    private static final byte[] GARBAGE = "this is no request".getBytes(StandardCharsets.UTF_8);

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);
    private final FakeTicker ticker = new FakeTicker();
    private final RunSlots slots = new RunSlots(1, 1);
    private final RecordingEgress egress =
            new RecordingEgress(World.device(World.VIRGINIA), World.decisionPoint(World.VIRGINIA));
    private final Queue<Runnable> runs = new ArrayDeque<>();
    private Executor outbox = Runnable::run;
    private final WorkReceiver receiver = receiver(Tracing.off());

    @BeforeAll
    static void load(@TempDir Path folder) {
        var manifest =
                ModelCatalog.read(Path.of("../models/catalog")).find("simple").orElseThrow();
        var store = new ModelStore(folder);
        store.addGenerated(manifest);
        var file = store.require(manifest.ref(), manifest.model());
        MODELS.put(
                ModelSession.open(manifest, file, SessionSettings.DEFAULT),
                manifest.model().digest(),
                true);
    }

    @AfterAll
    static void unload() {
        MODELS.close();
    }

    @AfterEach
    void end() {
        slots.close();
    }

    @Test
    void shouldRunWorkAndAnswerTheNodeThatAsked() {
        receiver.receive(work("r1", "c1"));
        run();

        var reply = onlyReply();
        assertThat(reply.topic()).isEqualTo(REPLY);
        assertThat(reply.qos()).isEqualTo(1);
        assertThat(reply.retain()).isFalse();
        assertThat(correlation(reply)).isEqualTo("c1");
        assertThat(headers(reply))
                .returns("r1", ReplyHeaders::requestId)
                .returns("ok", ReplyHeaders::status)
                .returns(World.VIRGINIA, ReplyHeaders::node);
        assertThat(sums(reply)).startsWith(0, 2, 4).endsWith(30);
        assertThat(slots.running()).isZero();
    }

    @Test
    void shouldGoOnWithTheTraceThatTheWorkCameWith() {
        var spans = new RecordedSpans();
        var traced = receiver(spans);
        var sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var user = new HashMap<>(headers("r1").toUserProperties());
        user.put("traceparent", sent);

        traced.receive(message(asking(user, "c1"), body()));
        run();

        var work = spans.named("work simple");
        assertThat(work.kind()).isEqualTo(Tracing.Kind.CONSUMER);
        assertThat(work.parent()).isEqualTo(sent);
        assertThat(work.failure()).isNull();
        assertThat(work.facts()).containsEntry("tieline.asker", "clinic-berlin/gw-1");
        assertThat(List.of(spans.named("queue"), spans.named("run"), spans.named("reply")))
                .allSatisfy(part -> assertThat(part.parent()).isEqualTo(work.traceparent()));
    }

    @Test
    void shouldSayInItsSpanWhyItRefused() {
        var spans = new RecordedSpans();
        var user = new HashMap<>(headers("r1").toUserProperties());
        user.put("tieline-model", "nobody");

        receiver(spans).receive(message(asking(user, "c1"), body()));

        assertThat(spans.named("work nobody").failure()).isEqualTo("unknown_model");
    }

    @Test
    void shouldSayInItsSpanThatTheAnswerCameTooLate() {
        var spans = new RecordedSpans();
        Tracing slow = new Tracing() {
            @Override
            public Span begin(Kind kind, String name, @Nullable String parent, long atNanos) {
                if (name.equals("run")) { // the model has answered
                    ticker.advance(BUDGET);
                }
                return spans.begin(kind, name, parent, atNanos);
            }

            @Override
            public void close() {
                spans.close();
            }
        };

        receiver(slow).receive(work("r1", "c1"));
        run();

        assertThat(error(onlyReply())).isInstanceOf(InferenceError.DeadlineExceeded.class);
        assertThat(spans.named("work simple").failure()).isEqualTo("deadline_exceeded");
    }

    @Test
    void shouldSayInItsSpanThatTheReplyDidNotReachTheBroker() {
        var spans = new RecordedSpans();
        egress.outcome(new PublishOutcome.Failed(new LinkFailure(LinkFailure.Kind.EXPIRED, 0, "no room")));

        receiver(spans).receive(work("r1", "c1"));
        run();

        assertThat(spans.named("work simple").failure()).isEqualTo("unsent");
    }

    @Test
    void shouldEndItsSpanOnceTheReplyThatWasInterruptedIsSent() {
        var spans = new RecordedSpans();
        var waiting = new ArrayDeque<Runnable>();
        outbox = waiting::add;
        egress.outcome(new PublishOutcome.Failed(new LinkFailure(LinkFailure.Kind.INTERRUPTED, 0, "as it goes")));
        receiver(spans).receive(work("r1", "c1"));
        run();
        assertThat(spans.names()).doesNotContain("work simple", "reply");
        egress.outcome(new PublishOutcome.Accepted());

        waiting.remove().run();

        assertThat(waiting).isEmpty();
        assertThat(spans.named("reply").failure()).isNull();
        assertThat(spans.named("work simple").failure()).isNull();
    }

    @Test
    void shouldEndItsSpanOnceForAllWhoAskedMeanwhile() {
        var spans = new RecordedSpans();
        var traced = receiver(spans);
        traced.receive(work("r1", "c1"));
        traced.receive(work("r1", "c2"));

        run();

        assertThat(spans.named("reply").failure()).isNull();
        assertThat(spans.ended())
                .filteredOn(span -> span.name().equals("work simple"))
                .extracting(span -> span.facts().get("tieline.outcome"))
                .containsExactly("joined", null);
    }

    @Test
    void shouldEndTheSpanOfARefusalThatNobodyHasRoomFor() {
        var spans = new RecordedSpans();
        outbox = task -> {
            throw new RejectedExecutionException("full");
        };
        takeAllPlaces();

        receiver(spans).receive(work("r1", "c1"));

        assertThat(spans.named("work simple").failure()).isEqualTo("unsent");
    }

    @Test
    void shouldLeaveToTheBrokerNoLongerThanTheBudgetThatIsLeft() {
        receiver.receive(work("r1", "c1"));
        ticker.advance(Duration.ofSeconds(12));
        run();

        assertThat(onlyReply().properties().expiry()).isEqualTo(Duration.ofSeconds(18));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "tl/v1/other/node/clinic-berlin/gw-1/reply",
                "tl/v1/acme/node/clinic-berlin/gw-1/state",
                "tl/v1/acme/work/clinic-berlin/gw-1",
                "elsewhere"
            })
    void shouldDropWorkThatNamesNoNodeToAnswer(@Nullable String responseTopic) {
        receiver.receive(message(
                new MessageProperties(
                        responseTopic, bytes("c1"), null, null, headers("r1").toUserProperties()),
                body()));

        assertThat(egress.sent()).isEmpty();
        assertThat(runs).isEmpty();
        assertThat(receiver.dropped()).isEqualTo(1);
    }

    @Test
    void shouldDropWorkWithoutCorrelationData() {
        receiver.receive(message(
                new MessageProperties(REPLY, null, null, null, headers("r1").toUserProperties()), body()));

        assertThat(egress.sent()).isEmpty();
        assertThat(receiver.dropped()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "tieline-request, two words",
        "tieline-model, ../simple",
        "tieline-budget-us, 0",
        "tieline-budget-us, 3600000001",
        "tieline-class, PUBLIC!",
        "tieline-tags, 'a,a'",
        "inference-header-content-length, -1",
        "tieline-new-restriction, 1",
    })
    void shouldTellWhichHeaderIsMalformed(String header, String value) {
        var user = new HashMap<>(headers("r1").toUserProperties());
        user.put(header, value);

        receiver.receive(message(asking(user, "c1"), body()));

        assertThat(headers(onlyReply()).status()).isEqualTo("invalid_request");
        assertThat(error(onlyReply()).message()).contains(header);
        assertThat(runs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tieline-request", "tieline-model", "tieline-budget-us", "tieline-class"})
    void shouldTellWhichHeaderIsMissing(String header) {
        var user = new HashMap<>(headers("r1").toUserProperties());
        user.remove(header);

        receiver.receive(message(asking(user, "c1"), body()));

        assertThat(headers(onlyReply()).status()).isEqualTo("invalid_request");
        assertThat(error(onlyReply()).message()).contains(header);
    }

    @Test
    void shouldSayThatItDoesNotHoldAModelBeforeItAsksPolicy() {
        receiver.receive(work("r1", "c1", "nobody", World.PERSONAL, GARBAGE));

        assertThat(headers(onlyReply()).status()).isEqualTo("unknown_model");
        assertThat(error(onlyReply()).message())
                .startsWith("Request for unknown model")
                .contains("nobody");
    }

    @Test
    void shouldAskPolicyBeforeItLooksForRoomOrReadsTheBody() {
        takeAllPlaces();

        receiver.receive(work("r1", "c1", "simple", World.PERSONAL, GARBAGE));

        assertThat(headers(onlyReply()).status()).isEqualTo("policy_denied");
        assertThat(error(onlyReply()).message()).contains("us-east/va-1");
        assertThat(runs).isEmpty();
    }

    @Test
    void shouldNameTheRuleThatForbidsTheWork() {
        receiver.receive(work("r1", "c1", "simple", World.HEALTH, body()));

        assertThat(error(onlyReply()))
                .isInstanceOfSatisfying(
                        InferenceError.PolicyDenied.class,
                        denied -> assertThat(denied.rule()).isEqualTo("health-never-leaves"));
    }

    @Test
    void shouldNameThePlaceThatDoesNotFitTheNearestPermit() {
        receiver.receive(work("r1", "c1", "simple", World.PERSONAL, body()));

        assertThat(error(onlyReply())).isInstanceOfSatisfying(InferenceError.PolicyDenied.class, denied -> {
            assertThat(denied.rule()).isEqualTo("personal-in-eea");
            assertThat(denied.mismatch())
                    .isEqualTo(new Mismatch(new Mismatch.Hop(2, "process", "us-east"), "US-VA", "EEA"));
        });
    }

    @Test
    void shouldTrustItsOwnSiteBookAndNotTheDecisionThatTheMessageBrings() {
        var headers = new WorkHeaders(
                "r1", ModelName.of("simple"), null, BUDGET, World.PERSONAL, null, "personal-in-eea", null, null, null);

        receiver.receive(message(asking(headers.toUserProperties(), "c1"), body()));

        assertThat(headers(onlyReply()).status()).isEqualTo("policy_denied");
    }

    @Test
    void shouldRunWhatTheControllerForwardedAndAnswerTheNodeThatAsked() {
        var user = new HashMap<>(headers("r1").toUserProperties());
        user.put("tieline-via", "controller-fra");

        receiver.receive(message(asking(user, "c1"), body()));
        run();

        assertThat(onlyReply().topic()).isEqualTo(REPLY);
        assertThat(headers(onlyReply()).status()).isEqualTo("ok");
    }

    @Test
    void shouldNotRunWhatSomebodyForwardedWhoIsNotTheController() {
        var user = new HashMap<>(headers("r1").toUserProperties());
        user.put("tieline-via", "eu-central");

        receiver.receive(message(asking(user, "c1"), body()));

        assertThat(headers(onlyReply()).status()).isEqualTo("policy_denied");
        assertThat(error(onlyReply()).message()).contains("forwarded by eu-central");
        assertThat(runs).isEmpty();
    }

    @Test
    void shouldRefuseAtOnceWhenItIsFull() {
        takeAllPlaces();

        receiver.receive(work("r1", "c1"));

        assertThat(headers(onlyReply()).status()).isEqualTo("overloaded");
        assertThat(headers(onlyReply()).queueHint()).isEqualTo(1);
        assertThat(error(onlyReply())).isInstanceOf(InferenceError.Overloaded.class);
        assertThat(runs).isEmpty();
    }

    @Test
    void shouldJudgeARepeatAnewAfterARefusal() {
        var place = slots.reserve().orElseThrow();
        var other = slots.reserve().orElseThrow();
        receiver.receive(work("r1", "c1"));
        place.close();
        other.close();

        receiver.receive(work("r1", "c2"));
        run();

        assertThat(egress.sent()).extracting(reply -> headers(reply).status()).containsExactly("overloaded", "ok");
    }

    @Test
    void shouldAnswerARepeatWithTheAnswerThatItGaveEvenWhenItIsFull() {
        receiver.receive(work("r1", "c1"));
        run();
        takeAllPlaces();

        receiver.receive(work("r1", "c2", "simple", DataLabel.PUBLIC, GARBAGE));

        assertThat(runs).isEmpty();
        assertThat(egress.sent()).hasSize(2);
        assertThat(correlation(egress.sent().getLast())).isEqualTo("c2");
        assertThat(egress.sent().getLast().payload())
                .isEqualTo(egress.sent().getFirst().payload());
    }

    @Test
    void shouldRunARequestOnceForAllWhoAskMeanwhile() {
        receiver.receive(work("r1", "c1"));
        receiver.receive(work("r1", "c2"));
        assertThat(runs).hasSize(1);

        run();

        assertThat(egress.sent()).extracting(WorkReceiverTest::correlation).containsExactly("c1", "c2");
        assertThat(egress.sent()).allMatch(reply -> headers(reply).status().equals("ok"));
    }

    @Test
    void shouldNotTakeTheSameIdOfAnotherNodeForARepeat() {
        receiver.receive(work("r1", "c1"));
        run();
        var other = MessageProperties.ofUser(headers("r1").toUserProperties())
                .withReplyTo("tl/v1/acme/node/eu-central/fra-1/reply", bytes("c2"));

        receiver.receive(message(other, body()));

        assertThat(runs).hasSize(1);
    }

    @Test
    void shouldTellWhatIsWrongWithABodyAndBeFreeForTheNext() {
        receiver.receive(work("r1", "c1", "simple", DataLabel.PUBLIC, GARBAGE));
        run();
        receiver.receive(work("r2", "c2"));
        run();

        assertThat(egress.sent()).extracting(reply -> headers(reply).status()).containsExactly("invalid_request", "ok");
    }

    @Test
    void shouldSayOnlyThatItWasTooLateWhenTheBudgetWasSpentInTheQueue() {
        receiver.receive(work("r1", "c1"));
        ticker.advance(BUDGET);
        run();

        assertThat(error(onlyReply())).isInstanceOf(InferenceError.DeadlineExceeded.class);
        assertThat(correlation(onlyReply())).isEqualTo("c1");
        assertThat(onlyReply().properties().expiry()).isEqualTo(Duration.ofSeconds(10));
        assertThat(receiver.dropped()).isEqualTo(1);
        assertThat(slots.reserve()).as("the place is given back").isPresent();
    }

    @Test
    void shouldSayOnlyThatItWasTooLateInsteadOfARefusal() {
        var late = new WorkHeaders(
                "r1",
                ModelName.of("simple"),
                null,
                Duration.ofNanos(1_000),
                DataLabel.PUBLIC,
                null,
                null,
                null,
                null,
                null);
        receiver.receive(message(asking(late.toUserProperties(), "c1"), GARBAGE));
        ticker.advance(Duration.ofNanos(1_000));
        run();

        assertThat(error(onlyReply())).isInstanceOf(InferenceError.DeadlineExceeded.class);
        assertThat(receiver.dropped()).isEqualTo(1);
    }

    @Test
    void shouldNotSendARefusalOnTheThreadThatDeliversWork() {
        var waiting = new ArrayDeque<Runnable>();
        outbox = waiting::add;
        takeAllPlaces();

        receiver.receive(work("r1", "c1"));

        assertThat(egress.sent()).isEmpty();
        waiting.remove().run();
        assertThat(headers(onlyReply()).status()).isEqualTo("overloaded");
    }

    @Test
    void shouldNotSendARepeatedAnswerOnTheThreadThatDeliversWork() {
        var waiting = new ArrayDeque<Runnable>();
        outbox = waiting::add;
        receiver.receive(work("r1", "c1"));
        run();

        receiver.receive(work("r1", "c2"));

        assertThat(egress.sent()).hasSize(1);
        waiting.remove().run();
        assertThat(egress.sent()).extracting(WorkReceiverTest::correlation).containsExactly("c1", "c2");
    }

    @Test
    void shouldDropARefusalThatNobodyHasRoomFor() {
        outbox = task -> {
            throw new RejectedExecutionException("full");
        };
        takeAllPlaces();

        receiver.receive(work("r1", "c1"));

        assertThat(egress.sent()).isEmpty();
        assertThat(receiver.dropped()).isEqualTo(1);
    }

    @Test
    void shouldHandNewWorkBackWhileItDrainsAndEndWhatItHas() {
        receiver.receive(work("r1", "c1"));

        receiver.drain();
        receiver.receive(work("r2", "c2"));
        run();

        assertThat(egress.sent()).extracting(reply -> headers(reply).status()).containsExactly("model_not_ready", "ok");
        assertThat(error(egress.sent().getFirst()))
                .isEqualTo(new InferenceError.ModelNotReady("simple", "the node is shutting down"));
    }

    @Test
    void shouldHandBackWhatTheEndOfTheNodeInterrupts() {
        receiver.receive(work("r1", "c1"));

        Thread.currentThread().interrupt();
        run();

        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
        assertThat(error(onlyReply()))
                .isEqualTo(new InferenceError.ModelNotReady("simple", "the node is shutting down"));
        assertThat(slots.running()).isZero();
    }

    private void run() {
        runs.remove().run();
    }

    private void takeAllPlaces() {
        while (slots.reserve().isPresent()) {
            // Goes on until none is left.
        }
    }

    private OutboundMessage onlyReply() {
        assertThat(egress.sent()).hasSize(1);
        return egress.sent().getFirst();
    }

    private InboundMessage work(String requestId, String correlation) {
        return work(requestId, correlation, "simple", DataLabel.PUBLIC, body());
    }

    private static InboundMessage work(
            String requestId, String correlation, String model, DataLabel label, byte[] body) {
        var headers =
                new WorkHeaders(requestId, ModelName.of(model), null, BUDGET, label, null, null, null, null, null);
        return message(asking(headers.toUserProperties(), correlation), body);
    }

    private static WorkHeaders headers(String requestId) {
        return new WorkHeaders(
                requestId, ModelName.of("simple"), null, BUDGET, DataLabel.PUBLIC, null, null, null, null, null);
    }

    private static MessageProperties asking(Map<String, String> user, String correlation) {
        return MessageProperties.ofUser(user).withReplyTo(REPLY, bytes(correlation));
    }

    private static InboundMessage message(MessageProperties properties, byte[] body) {
        return new InboundMessage("tl/v1/acme/work/us-east/va-1", body, false, properties);
    }

    /** JSON only, so that it needs no header length. */
    private byte[] body() {
        return codec.encodeRequestJson(Calls.request("simple")).toByteArray();
    }

    private static ReplyHeaders headers(OutboundMessage reply) {
        return ReplyHeaders.read(reply.properties());
    }

    private static String correlation(OutboundMessage reply) {
        var data = reply.properties().correlationData();
        return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    }

    private InferenceError error(OutboundMessage reply) {
        return codec.decodeError(ByteBuffer.wrap(reply.payload()));
    }

    private int[] sums(OutboundMessage reply) {
        var headerLength = headers(reply).headerLength();
        return codec.decodeResponse(ByteBuffer.wrap(reply.payload()), headerLength)
                .outputs()
                .getFirst()
                .ints();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private WorkReceiver receiver(Tracing tracing) {
        return new WorkReceiver(
                new WorkReceiver.Parts(
                        World.device(World.VIRGINIA),
                        World.decisionPoint(World.VIRGINIA, World.governedBy("controller-fra", Routes.none())),
                        egress.guard(),
                        MODELS,
                        slots,
                        new LocalServing(ticker, World.CLOCK, tracing),
                        codec,
                        ticker,
                        runs::add,
                        task -> outbox.execute(task)),
                1_000_000,
                Duration.ofMinutes(1),
                tracing);
    }
}
