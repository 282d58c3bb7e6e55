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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * An independent listener at the broker: it sees every piece of work that any node sends to any other, or to the
 * controller.
 *
 * <p>So the demo does not take the nodes' word for where the data went.
 */
final class Witness implements AutoCloseable {

    /** Where work goes that is sent to the controller, which looks for a place. */
    static final String CONTROLLER = "the controller";

    /**
     * A message of work on its way.
     *
     * @param to the site that it is addressed to, or {@link #CONTROLLER}
     * @param dataClass the class that it is declared to have
     */
    record Sighting(String to, String dataClass) {}

    private final MqttLink link;
    private final List<Sighting> sightings = new CopyOnWriteArrayList<>();

    private Witness(MqttLink link) {
        this.link = link;
    }

    static Witness listen(URI broker) throws InterruptedException {
        var link = new MqttLink(
                LinkOptions.of(broker, DemoFederation.TENANT + ".demo.witness"), RandomGenerator.getDefault());
        var witness = new Witness(link);
        var connected = new CountDownLatch(1);
        link.onConnected(connected::countDown);
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

    @Override
    public void close() {
        link.close();
    }

    private void see(InboundMessage message) {
        var topic = Topics.parse(message.topic());
        if (topic.isPresent() && topic.get() instanceof Topic.DispatchTopic && message.payload().length == 0) {
            return; // an enquiry: it asks where data may go, and carries none
        }
        try {
            var label = WorkHeaders.read(message.properties()).label();
            sightings.add(
                    new Sighting(to(message.topic(), topic), label.dataClass().word()));
        } catch (HeaderException e) {
            sightings.add(new Sighting(to(message.topic(), topic), "unreadable: " + e.getMessage()));
        }
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
