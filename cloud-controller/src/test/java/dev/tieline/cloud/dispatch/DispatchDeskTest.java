package dev.tieline.cloud.dispatch;

import static dev.tieline.cloud.Nodes.BERLIN;
import static dev.tieline.cloud.Nodes.FRANKFURT;
import static dev.tieline.cloud.Nodes.LYON;
import static dev.tieline.cloud.dispatch.Worlds.MINILM;
import static dev.tieline.cloud.dispatch.Worlds.warm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.Samples;
import dev.tieline.cloud.placement.Choice;
import dev.tieline.cloud.placement.ChoiceState;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.Want;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DispatchDeskTest {
    private static final Topics TOPICS = new Topics(TenantId.of("acme"));
    private static final String TOPIC = TOPICS.dispatch(ModelName.of("minilm"));
    private static final byte[] BODY = {1, 2, 3};
    private static final byte[] CORRELATION = {7, 7};

    private final List<OutboundMessage> sent = new ArrayList<>();
    private final Set<String> unreachable = new HashSet<>();
    private final Map<String, Want> wanted = new HashMap<>();
    private DispatchWorld world = Worlds.with(warm(FRANKFURT), warm(LYON));
    private long nanos;
    private final DispatchDesk desk = new DispatchDesk(TOPICS, () -> world, this::place, this::send, () -> nanos);

    @Test
    void shouldForwardTheBytesAsTheyAreWithTheMarkOfTheController() {
        handle(BODY, DataLabel.PUBLIC);

        var message = only();
        assertThat(message.topic()).isEqualTo(TOPICS.work(FRANKFURT));
        assertThat(message.payload()).isSameAs(BODY);
        assertThat(message.properties().responseTopic()).isEqualTo(TOPICS.reply(BERLIN));
        assertThat(message.properties().correlationData()).isEqualTo(CORRELATION);
        assertThat(WorkHeaders.read(message.properties()))
                .isEqualTo(headers(DataLabel.PUBLIC).forwarded(SiteId.of("controller-fra"), Duration.ofSeconds(5)));
    }

    @Test
    void shouldCountWhatBecameOfCalls() {
        handle(BODY, DataLabel.PUBLIC);
        handle(BODY, DataLabel.PUBLIC);
        world = Worlds.with(Worlds.cold(LYON));
        handle(new byte[0], DataLabel.PUBLIC);

        assertThat(desk.outcomes())
                .containsOnly(Map.entry("forwarded", 2L), Map.entry("placing", 1L), Map.entry("refused", 0L));
    }

    @Test
    void shouldTakeTheTimeThatItNeededFromTheBudget() {
        var slow = new DispatchDesk(TOPICS, () -> world, this::place, this::send, () -> nanos += 1_000_000_000L);

        done(slow.handle(TOPIC, BODY, properties(headers(DataLabel.PUBLIC))));

        var message = only();
        assertThat(WorkHeaders.read(message.properties()).budget()).isEqualTo(Duration.ofSeconds(4));
        assertThat(message.properties().expiry()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void shouldTryTheNextNodeWhereNobodyListens() {
        unreachable.add(TOPICS.work(FRANKFURT));

        handle(BODY, DataLabel.PUBLIC);

        assertThat(only().topic()).isEqualTo(TOPICS.work(LYON));
    }

    @Test
    void shouldSayThatNobodyTookIt() {
        unreachable.add(TOPICS.work(FRANKFURT));
        unreachable.add(TOPICS.work(LYON));

        handle(BODY, DataLabel.PUBLIC);

        assertThat(answer()).isInstanceOf(InferenceError.Unreachable.class);
        assertThat(answer().message()).contains("eu-central/fra-1", "eu-west/lyon-1");
    }

    @Test
    void shouldDropWhatIsTooLateForAnybody() {
        var slow = new DispatchDesk(TOPICS, () -> world, this::place, this::send, () -> nanos += 6_000_000_000L);

        done(slow.handle(TOPIC, BODY, properties(headers(DataLabel.PUBLIC))));

        assertThat(sent).isEmpty();
    }

    @Test
    void shouldHaveANodeFoundAndSayThatItWarmsUp() {
        world = Worlds.with(Worlds.cold(LYON));

        handle(new byte[0], DataLabel.PUBLIC);

        assertThat(wanted).containsExactly(Map.entry("embeddings", new Want(BERLIN.site(), DataLabel.PUBLIC, null)));
        assertThat(answer()).isInstanceOf(InferenceError.Warming.class);
    }

    @Test
    void shouldAnswerUnderTheRequestsIdFromTheControllersSite() {
        world = Worlds.with();

        handle(new byte[0], DataLabel.PUBLIC);

        var message = only();
        assertThat(message.topic()).isEqualTo(TOPICS.reply(BERLIN));
        assertThat(message.properties().correlationData()).isEqualTo(CORRELATION);
        assertThat(ReplyHeaders.read(message.properties()))
                .extracting(
                        ReplyHeaders::requestId,
                        ReplyHeaders::status,
                        headers -> headers.node().toString())
                .containsExactly("r1", "warming", "controller-fra/controller");
    }

    @Test
    void shouldDoNothingWhereTheSiteBookDoesNotPlaceTheController() {
        var nowhere = SiteBook.read(
                "nowhere", SiteBook.read(Samples.SITES).toJson().replace("\"controller\":\"controller-fra\",", ""));
        world = Worlds.with(Worlds.deployment(2), nowhere, warm(LYON));

        handle(BODY, DataLabel.PUBLIC);

        assertThat(answer()).isInstanceOf(InferenceError.Unreachable.class);
    }

    @Test
    void shouldTellTheSenderThatItsMessageIsMalformed() {
        var broken = MessageProperties.ofUser(Map.of("tieline-request", "r1"))
                .withReplyTo(TOPICS.reply(BERLIN), CORRELATION);

        assertThatThrownBy(() -> desk.handle(TOPIC, BODY, broken)).isInstanceOf(HeaderException.class);

        assertThat(answer()).isInstanceOf(InferenceError.InvalidRequest.class);
    }

    @Test
    void shouldAnswerNobodyOfAnotherTenant() {
        var others = new Topics(TenantId.of("globex"));
        var properties = MessageProperties.ofUser(headers(DataLabel.PUBLIC).toUserProperties())
                .withReplyTo(others.reply(BERLIN), CORRELATION);

        assertThatThrownBy(() -> desk.handle(TOPIC, BODY, properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("globex");

        assertThat(sent).isEmpty();
    }

    @Test
    void shouldRefuseWhatHasNoCorrelation() {
        var properties = MessageProperties.ofUser(headers(DataLabel.PUBLIC).toUserProperties())
                .withReplyTo(TOPICS.reply(BERLIN), CORRELATION)
                .withCorrelation(null);

        assertThatThrownBy(() -> desk.handle(TOPIC, BODY, properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("correlation");
    }

    @Test
    void shouldRefuseWhatComesByTheTopicOfAnotherModel() {
        assertThatThrownBy(() -> desk.handle(
                        TOPICS.dispatch(ModelName.of("simple")), BODY, properties(headers(DataLabel.PUBLIC))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("simple");
    }

    @Test
    void shouldAnswerThoughNoNodeCouldBeLookedFor() {
        world = Worlds.with();
        var broken = new DispatchDesk(
                TOPICS,
                () -> world,
                (deployment, want) -> {
                    throw new IllegalStateException("the disk is full");
                },
                this::send,
                () -> nanos);

        done(broken.handle(TOPIC, new byte[0], properties(headers(DataLabel.PUBLIC))));

        assertThat(answer()).isInstanceOf(InferenceError.Overloaded.class);
    }

    @Test
    void shouldBeDoneThoughTheAnswerCannotBeSent() {
        world = Worlds.with();
        unreachable.add(TOPICS.reply(BERLIN));

        handle(new byte[0], DataLabel.PUBLIC);

        assertThat(sent).isEmpty();
    }

    @Test
    void shouldRefuseAtOnceWhatComesAfterItsEndWasAnnounced() throws Exception {
        assertThat(desk.drain(Duration.ofSeconds(10))).isTrue();

        handle(BODY, DataLabel.PUBLIC);

        assertThat(answer())
                .isInstanceOfSatisfying(
                        InferenceError.Overloaded.class,
                        error -> assertThat(error.retryAfter()).isPositive());
        assertThat(answer().message()).isEqualTo("The controller is shutting down");
    }

    @Test
    void shouldWaitForWhatIsOnItsWayWhenItsEndIsAnnounced() throws Exception {
        var acknowledgement = new CompletableFuture<Void>();
        var slow = new DispatchDesk(TOPICS, () -> world, this::place, message -> acknowledgement, () -> nanos);
        var forwarded = slow.handle(TOPIC, BODY, properties(headers(DataLabel.PUBLIC)));

        assertThat(slow.drain(Duration.ofMillis(1))).isFalse();
        assertThat(forwarded.toCompletableFuture()).isNotDone();
    }

    @Test
    void shouldBeDrainedOnceWhatWasOnItsWayHasArrived() throws Exception {
        var acknowledgement = new CompletableFuture<Void>();
        var slow = new DispatchDesk(TOPICS, () -> world, this::place, message -> acknowledgement, () -> nanos);
        var forwarded = slow.handle(TOPIC, BODY, properties(headers(DataLabel.PUBLIC)));
        var drained = CompletableFuture.supplyAsync(() -> drained(slow));

        acknowledgement.complete(null);

        assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
        done(forwarded);
    }

    @Test
    void shouldNotWaitForWhatFailed() throws Exception {
        var broken = new DispatchDesk(
                TOPICS,
                () -> {
                    throw new IllegalStateException("a bug");
                },
                this::place,
                this::send,
                () -> nanos);
        assertThatThrownBy(() -> broken.handle(TOPIC, BODY, properties(headers(DataLabel.PUBLIC))))
                .hasMessage("a bug");

        assertThat(broken.drain(Duration.ofSeconds(10))).isTrue();
    }

    private static boolean drained(DispatchDesk desk) {
        try {
            return desk.drain(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(byte[] body, DataLabel label) {
        done(desk.handle(TOPIC, body, properties(headers(label))));
    }

    private static void done(CompletionStage<Void> stage) {
        assertThat(stage.toCompletableFuture()).isCompleted();
    }

    private OutboundMessage only() {
        assertThat(sent).hasSize(1);
        return sent.getFirst();
    }

    private InferenceError answer() {
        assertThat(only().topic()).isEqualTo(TOPICS.reply(BERLIN));
        return new OipCodec(OipLimits.DEFAULT).decodeError(ByteBuffer.wrap(only().payload()));
    }

    private PlacementPlan place(String deployment, Want want) {
        wanted.put(deployment, want);
        var placed = new PlacementDecision.Placed(
                deployment, MINILM, List.of(new Choice(LYON, 80, new TreeMap<>(), ChoiceState.NEW)), List.of());
        return new PlacementPlan(new TreeMap<>(Map.of(deployment, placed)), new TreeMap<>());
    }

    private CompletableFuture<Void> send(OutboundMessage message) {
        if (unreachable.contains(message.topic())) {
            return CompletableFuture.failedFuture(new IllegalStateException("nobody listens"));
        }
        sent.add(message);
        return CompletableFuture.completedFuture(null);
    }

    private static MessageProperties properties(WorkHeaders headers) {
        return MessageProperties.ofUser(headers.toUserProperties()).withReplyTo(TOPICS.reply(BERLIN), CORRELATION);
    }

    private static WorkHeaders headers(DataLabel label) {
        return new WorkHeaders(
                "r1", ModelName.of("minilm"), null, Duration.ofSeconds(5), label, null, null, null, null, null);
    }
}
