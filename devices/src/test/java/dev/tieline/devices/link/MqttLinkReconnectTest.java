package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.bytes;
import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.failure;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.FreePort;
import dev.tieline.devices.testing.MosquittoProcess;
import dev.tieline.devices.testing.faults.Direction;
import dev.tieline.devices.testing.faults.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a link does when its broker or the way to it fails. */
class MqttLinkReconnectTest {
    private static MosquittoProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = MosquittoProcess.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldConnectOnceAnAbsentBrokerAppears() {
        var port = FreePort.find();
        try (var late = MosquittoProcess.prepare(port, "allow_anonymous true");
                var link = link(options(late.uri()))) {
            link.start();
            Eventually.until(
                    "the link failed to connect", () -> !link.lastFailure().isEmpty());
            var failure = link.lastFailure();

            late.restart();

            Eventually.until("the link is connected", link::connected);
            assertThat(failure).isEqualTo("cannot connect to mqtt://127.0.0.1:" + port + ": Connection refused");
        }
    }

    @Test
    void shouldTryAtOnceWhenItIsToldTo() {
        var hour = Duration.ofHours(1);
        try (var late = MosquittoProcess.prepare(FreePort.find(), "allow_anonymous true");
                var link = link(options(late.uri()).withBackoff(hour, hour))) {
            link.start();
            Eventually.until(
                    "the link failed to connect", () -> !link.lastFailure().isEmpty());
            late.restart();

            Eventually.until("the link is connected", () -> {
                link.retryNow();
                return link.connected();
            });
        }
    }

    @Test
    void shouldTryTheNextAddressWhenTheFirstDoesNotAnswer() {
        var absent = URI.create("mqtt://127.0.0.1:" + FreePort.find());
        var options = options(absent);
        try (var link = link(LinkOptions.of(List.of(absent, broker.uri()), options.clientId())
                .withTimes(options.times()))) {
            connect(link);

            assertThat(link.lastFailure()).contains(absent.toString());
        }
    }

    @Test
    void shouldSubscribeAndPublishItsDocumentsAgainAfterABrokerLostEverything() {
        var received = new Received();
        var documents = new Received();
        try (var mortal = MosquittoProcess.start();
                var link = link(options(mortal.uri()));
                var reader = link(options(mortal.uri()))) {
            link.subscribe("r/work", 1, received);
            link.onConnected(() -> outcome(link.publish(OutboundMessage.retained("r/document", bytes("mine")))));
            connect(link);
            mortal.kill();
            Eventually.until("the link noticed", () -> !link.connected());

            mortal.restart();

            Eventually.until("the link is back", link::connected);
            assertThat(outcome(link.publish(message("r/work", "again")))).isEqualTo(new PublishOutcome.Accepted());
            received.await(1);
            reader.subscribe("r/document", 1, documents);
            connect(reader);
            documents.await(1);
        }
    }

    @Test
    void shouldLeaveTheWillOfThatVeryConnection() {
        var states = new Received();
        var birth = new AtomicLong();
        try (var proxy = FaultProxy.before(broker.port());
                var observer = link(options(broker.uri()));
                var link = link(options(proxy.uri())
                        .withWill(() -> new Will("r/state", bytes("lost " + birth.incrementAndGet()))))) {
            observer.subscribe("r/state", 1, states);
            connect(observer);
            var births = new CopyOnWriteArrayList<Long>();
            link.onConnected(() -> births.add(birth.get()));
            connect(link);

            proxy.cut();

            states.await(1);
            Eventually.until("the link is back", () -> births.size() == 2);
            assertThat(births).isSorted().doesNotHaveDuplicates();
            assertThat(states.texts().getFirst()).isEqualTo("lost " + births.getFirst());
        }
    }

    @Test
    void shouldConnectAnewWhenItIsTold() {
        var lost = new CopyOnWriteArrayList<String>();
        var births = new AtomicLong();
        try (var link = link(options(broker.uri())
                .withWill(() -> new Will("r/anew", bytes("lost " + births.incrementAndGet()))))) {
            link.onDisconnected(lost::add);
            link.reconnect("before there is a connection");
            connect(link);

            link.reconnect("it is time");

            Eventually.until("the link is back", () -> births.get() == 2 && link.connected());
            assertThat(lost).containsExactly("it is time");
        }
    }

    @Test
    void shouldLeaveNoWillWhenItIsClosed() {
        var states = new Received();
        try (var observer = link(options(broker.uri()))) {
            observer.subscribe("r/goodbye", 1, states);
            connect(observer);
            var link = connect(link(options(broker.uri()).withWill(() -> new Will("r/goodbye", bytes("lost")))));

            link.close();

            outcome(observer.publish(message("r/goodbye", "end"))); // a will would stand before it
            states.await(1);
            assertThat(states.texts()).containsExactly("end");
        }
    }

    @Test
    void shouldEndEveryPublishThatWasUnderWayOrWaitingWhenTheConnectionBreaks() {
        var arrived = new Received();
        try (var proxy = FaultProxy.before(broker.port());
                var observer = link(options(broker.uri()));
                var link = link(options(proxy.uri()).withMaxInFlight(4))) {
            observer.subscribe("r/lost", 1, arrived);
            connect(observer);
            connect(link);
            proxy.blackHole(Direction.FROM_BROKER);
            var outcomes = new ArrayList<CompletableFuture<LinkFailure>>();
            for (var i = 0; i < 8; i++) {
                var failure = new CompletableFuture<LinkFailure>();
                outcomes.add(failure);
                Thread.ofVirtual().start(() -> failure.complete(failure(link.publish(message("r/lost", "x")))));
            }
            arrived.await(4);

            proxy.cut();

            var kinds = outcomes.stream()
                    .map(CompletableFuture::join)
                    .map(LinkFailure::kind)
                    .toList();
            assertThat(kinds)
                    .filteredOn(LinkFailure.Kind.CONNECTION_LOST::equals)
                    .hasSize(4);
            assertThat(kinds).filteredOn(LinkFailure.Kind.NOT_CONNECTED::equals).hasSize(4);
        }
    }

    @Test
    void shouldNoticeABrokerThatNoLongerAnswers() {
        var lost = new CopyOnWriteArrayList<String>();
        try (var proxy = FaultProxy.before(broker.port());
                var link = link(options(proxy.uri()).withKeepAlive(Duration.ofSeconds(1)))) {
            link.onDisconnected(lost::add);
            connect(link);

            proxy.blackHole(Direction.FROM_BROKER);

            Eventually.until("the silence was noticed", () -> !lost.isEmpty());
            assertThat(lost.getFirst()).isNotBlank();
        }
    }

    @Test
    void shouldGoOnTryingWhenTheWillCannotBeMade() {
        var attempts = new AtomicInteger();
        try (var link = link(options(broker.uri()).withWill(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("no birth sequence yet");
            }
            return new Will("r/will", bytes("lost"));
        }))) {
            connect(link);

            assertThat(attempts).hasValue(3);
            assertThat(link.lastFailure()).endsWith("no birth sequence yet");
        }
    }

    @Test
    void shouldSayWhyABrokerDoesNotLetItIn() {
        try (var closed = MosquittoProcess.start("allow_anonymous false");
                var link = link(options(closed.uri()))) {
            link.start();

            Eventually.until("the link was refused", () -> !link.lastFailure().isEmpty());

            assertThat(link.lastFailure()).isEqualTo("cannot connect to " + closed.uri() + ": not authorized (0x87)");
            assertThat(link.connected()).isFalse();
        }
    }
}
