package dev.tieline.launcher.demo;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.Topic;
import dev.tieline.devices.wire.Topics;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.launcher.console.CommandFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/**
 * An independent listener at the broker: it sees every piece of work that any node sends to any other, or to the
 * controller.
 *
 * <p>So the demo does not take the nodes' word for where the data went. It outlives the broker: it says when it cannot
 * listen and when it can again, and vouches for nothing between.
 */
final class Witness implements AutoCloseable {

    /** Where work goes that is sent to the controller, which looks for a place. */
    static final String CONTROLLER = "the controller";

    /**
     * A message of work on its way.
     *
     * @param to the site that it is addressed to, or {@link #CONTROLLER}
     * @param dataClass the class that it is declared to have
     * @param afterLoss whether it was seen after the broker had been lost and found again
     */
    record Sighting(String to, String dataClass, boolean afterLoss) {}

    // The broker dies as the story has it, and the story tells so: no warning is needed of that.
    private static final Logger LINK_LOG = Logger.getLogger(MqttLink.class.getPackageName());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BACKOFF = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final MqttLink link;
    private final AtomicInteger losses = new AtomicInteger();
    private final List<Sighting> sightings = new CopyOnWriteArrayList<>();

    private Witness(MqttLink link) {
        this.link = link;
    }

    static Witness listen(URI broker) throws InterruptedException {
        LINK_LOG.setLevel(Level.OFF);
        var options =
                LinkOptions.of(broker, DemoFederation.TENANT + ".demo.witness").withBackoff(PAUSE, BACKOFF);
        var link = new MqttLink(options, RandomGenerator.getDefault());
        var witness = new Witness(link);
        var connected = new CountDownLatch(1);
        link.onConnected(connected::countDown);
        link.onDisconnected(reason -> witness.losses.incrementAndGet());
        link.subscribe("tl/v1/" + DemoFederation.TENANT + "/work/+/+", 1, witness::see);
        link.subscribe("tl/v1/" + DemoFederation.TENANT + "/dispatch/+", 1, witness::see);
        link.start();
        if (!connected.await(30, TimeUnit.SECONDS)) {
            link.close();
            throw new CommandFailure(
                    "the demo's listener cannot reach the broker " + broker + ": " + link.lastFailure());
        }
        return witness;
    }

    List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    /** Waits until it knows that it has lost the broker. @throws CommandFailure if it never does */
    void awaitLost() throws InterruptedException {
        await("notices that the broker is gone", () -> losses.get() > 0 && !link.connected());
    }

    /** Waits until it listens again: what is sent from now on it sees. @throws CommandFailure if it never does */
    void awaitBack() throws InterruptedException {
        await("listens again", link::connected);
    }

    @Override
    public void close() {
        link.close();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new CommandFailure(
                        "the demo waited " + PATIENCE.toSeconds() + " s in vain until its listener " + what);
            }
            Thread.sleep(PAUSE);
        }
    }

    private void see(InboundMessage message) {
        var topic = Topics.parse(message.topic());
        if (topic.isPresent() && topic.get() instanceof Topic.DispatchTopic && message.payload().length == 0) {
            return; // an enquiry: it asks where data may go, and carries none
        }
        try {
            var label = WorkHeaders.read(message.properties()).label();
            add(to(message.topic(), topic), label.dataClass().word());
        } catch (HeaderException e) {
            add(to(message.topic(), topic), "unreadable: " + e.getMessage());
        }
    }

    private void add(String to, String dataClass) {
        sightings.add(new Sighting(to, dataClass, losses.get() > 0));
    }

    private static String to(String path, Optional<Topic> topic) {
        return topic.map(parsed -> switch (parsed) {
                    case Topic.WorkTopic work -> work.address().site().value();
                    case Topic.DispatchTopic dispatch -> CONTROLLER;
                    default -> path;
                })
                .orElse(path);
    }
}
