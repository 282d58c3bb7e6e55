package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.bytes;
import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.devices.testing.faults.FaultProxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Subscriptions whose owner acknowledges, and what a link tells of its connection. */
class MqttLinkManualTest {
    private static final LinkLimits WINDOW_OF_THREE = new LinkLimits(64, 3, 16, 1 << 20);
    private static MosquittoProcess broker;

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker = MosquittoProcess.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldHoldAPlaceInTheWindowForEachMessageThatIsNotAcknowledged() {
        try (var writer = connect(link(options(broker.uri())));
                var reader = reader("m/window")) {
            publish(writer, "m/window", 5);
            arrived(3);
            fence(writer, reader);
            assertThat(texts()).containsExactly("0", "1", "2");

            acknowledge(0);

            arrived(4);
        }
    }

    @Test
    void shouldAcknowledgeInTheOrderOfArrival() {
        try (var writer = connect(link(options(broker.uri())));
                var reader = reader("m/order")) {
            publish(writer, "m/order", 5);
            arrived(3);
            acknowledge(1);
            fence(writer, reader);
            assertThat(texts()).containsExactly("0", "1", "2"); // the first one still holds both places

            acknowledge(0);

            arrived(5);
            assertThat(texts()).containsExactly("0", "1", "2", "3", "4");
        }
    }

    @Test
    void shouldIgnoreTheAcknowledgementOfAConnectionThatHasGone() {
        try (var proxy = FaultProxy.before(broker.port());
                var writer = connect(link(options(broker.uri())));
                var reader = link(options(proxy.uri()).withLimits(WINDOW_OF_THREE))) {
            reader.subscribeManually("m/dead", 1, deliveries::add);
            connect(reader);
            publish(writer, "m/dead", 3);
            arrived(3);
            cutAndReconnect(proxy, reader);
            publish(writer, "m/dead", 4);
            arrived(6); // the window of the new connection is full

            acknowledge(0); // same message ids, other connection
            acknowledge(1);
            fence(writer, reader);

            assertThat(deliveries).hasSize(6);
            acknowledge(3);
            arrived(7);
        }
    }

    @Test
    void shouldFreeThePlaceOfAMessageWhoseHandlerFailed() {
        try (var writer = connect(link(options(broker.uri())));
                var reader = link(options(broker.uri()).withLimits(WINDOW_OF_THREE))) {
            reader.subscribeManually("m/failing", 1, delivery -> {
                deliveries.add(delivery);
                throw new IllegalStateException("this handler fails on purpose");
            });
            connect(reader);

            publish(writer, "m/failing", 7);

            arrived(7);
        }
    }

    @Test
    void shouldWaitForAllHandlersOfAMessage() {
        var others = new CopyOnWriteArrayList<Delivery>();
        try (var writer = connect(link(options(broker.uri())));
                var reader = link(options(broker.uri()).withLimits(WINDOW_OF_THREE))) {
            reader.subscribeManually("$share/a/m/both", 1, deliveries::add);
            reader.subscribeManually("m/both", 1, others::add);
            connect(reader);
            publish(writer, "m/both", 1); // comes once for each filter, and each time to both handlers
            Eventually.until("both arrived twice", () -> deliveries.size() == 2 && others.size() == 2);
            publish(writer, "m/both", 2);
            Eventually.until("the window is full", () -> deliveries.size() == 3);

            others.forEach(delivery -> delivery.acknowledge().run());
            fence(writer, reader);
            assertThat(deliveries).hasSize(3);
            acknowledge(0);

            arrived(4);
        }
    }

    @Test
    void shouldTellTheServiceLevelOfADelivery() {
        try (var writer = connect(link(options(broker.uri())));
                var reader = reader("m/level")) {
            outcome(writer.publish(new OutboundMessage("m/level", bytes("0"), 0, false, MessageProperties.NONE)));
            outcome(writer.publish(message("m/level", "1")));
            arrived(2);

            assertThat(deliveries).extracting(Delivery::qos).containsExactly(0, 1);
            assertThat(reader.connected()).isTrue();
        }
    }

    @Test
    void shouldHandOutNothingMoreAfterItUnsubscribed() {
        try (var link = link(options(broker.uri()))) {
            link.subscribeManually("m/gone", 1, deliveries::add);
            connect(link);
            publish(link, "m/gone", 1);
            arrived(1);

            link.unsubscribe("m/gone");

            Eventually.until(
                    "the broker knows no subscriber",
                    () -> outcome(link.publish(message("m/gone", "x"))).equals(new PublishOutcome.NoSubscribers()));
            assertThat(texts()).containsExactly("0");
            link.subscribeManually("m/gone", 1, deliveries::add);
            publish(link, "m/gone", 1);
            arrived(2);
        }
    }

    @Test
    void shouldTellWhichSubscriptionTheBrokerRefused() {
        try (var guarded = MosquittoProcess.startClosing("m/closed");
                var link = link(options(guarded.uri()))) {
            link.subscribeManually("m/closed", 1, deliveries::add);
            link.subscribeManually("m/open", 1, deliveries::add);
            assertThat(link.refusedSubscriptions()).isEmpty();

            connect(link);

            assertThat(link.refusedSubscriptions()).containsOnlyKeys("m/closed");
            assertThat(link.refusedSubscriptions().values())
                    .extracting(LinkFailure::kind)
                    .containsExactly(LinkFailure.Kind.NOT_AUTHORIZED);
        }
    }

    @Test
    void shouldMeasureTheRoundTripOfSmallMessagesOnEachConnection() {
        try (var proxy = FaultProxy.before(broker.port());
                var link = link(options(proxy.uri()))) {
            assertThat(link.roundTrip()).isEmpty();
            connect(link);
            outcome(link.publish(message("m/large", "x".repeat(2_000))));
            outcome(link.publish(new OutboundMessage("m/zero", bytes("x"), 0, false, MessageProperties.NONE)));
            assertThat(link.roundTrip()).isEmpty();

            outcome(link.publish(message("m/small", "x")));

            assertThat(link.roundTrip())
                    .hasValueSatisfying(time -> assertThat(time).isPositive());
            cutAndReconnect(proxy, link);
            assertThat(link.roundTrip()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAFilterThatIsSubscribedInTheOtherManner() {
        try (var link = link(options(broker.uri()))) {
            link.subscribe("m/+", 1, message -> {});

            assertThatThrownBy(() -> link.subscribeManually("m/+", 1, deliveries::add))
                    .hasMessage("'m/+' is already subscribed on this link");
        }
    }

    private MqttLink reader(String filter) {
        var reader = link(options(broker.uri()).withLimits(WINDOW_OF_THREE));
        reader.subscribeManually(filter, 1, deliveries::add);
        return connect(reader);
    }

    private void acknowledge(int index) {
        deliveries.get(index).acknowledge().run();
    }

    private List<String> texts() {
        return deliveries.stream()
                .map(delivery -> new String(delivery.message().payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private void arrived(int count) {
        Eventually.until(count + " messages arrived", () -> deliveries.size() >= count);
    }

    /** Returns once whatever the broker sent to the reader before now has been handed out. */
    private static void fence(MqttLink writer, MqttLink reader) {
        var passed = new CopyOnWriteArrayList<InboundMessage>();
        var topic = "fence/" + System.identityHashCode(passed);
        reader.subscribe(topic, 0, passed::add);
        Eventually.until("the fence was passed", () -> {
            outcome(writer.publish(message(topic, "x")));
            return !passed.isEmpty();
        });
    }

    private static void cutAndReconnect(FaultProxy proxy, MqttLink link) {
        var connected = new CopyOnWriteArrayList<Map<String, LinkFailure>>();
        link.onConnected(() -> connected.add(link.refusedSubscriptions()));
        proxy.cut();
        Eventually.until("the link is connected again", () -> !connected.isEmpty());
    }

    private static void publish(MqttLink writer, String topic, int count) {
        for (var i = 0; i < count; i++) {
            outcome(writer.publish(message(topic, Integer.toString(i))));
        }
    }
}
