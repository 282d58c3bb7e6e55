package dev.tieline.e2e.matrix;

import dev.tieline.devices.wire.Topic;
import dev.tieline.devices.wire.Topics;
import dev.tieline.e2e.Eventually;
import dev.tieline.e2e.Federation;
import dev.tieline.e2e.MqttClient;
import dev.tieline.e2e.MqttClient.Seen;
import dev.tieline.e2e.history.HistoryChecker;
import dev.tieline.e2e.history.Sighting;
import dev.tieline.e2e.history.Span;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * A listener at the broker itself, not behind any proxy: sees all data on their way, recognised by the number in their
 * tensors, and every document that is hung up there. Has to be told when the broker was started again, and knows when it was blind.
 * Thread-safe.
 */
final class Witness implements AutoCloseable {
    /** Where data are sent that the controller shall find a place for. */
    static final String CONTROLLER_SITE = "controller-fra";

    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);
    private static final ModelName ANY = ModelName.of("any");
    private static final String TENANT = "tl/v1/" + Federation.TENANT;
    /** Where it tells itself that it has seen everything before. */
    private static final String MARKS = "witness/marks";

    private static final String[] FILTERS = {
        TENANT + "/work/+/+",
        TENANT + "/dispatch/+",
        TENANT + "/node/+/+/desired",
        TENANT + "/node/+/+/routes",
        TENANT + "/sites",
        TENANT + "/policy",
        MARKS
    };

    /** A document that is another than the one that hung there before. */
    record Change(String topic, String before, String after) {}

    private final URI broker;
    private final List<Sighting> sightings = new ArrayList<>();
    private final Map<String, String> documents = new TreeMap<>();
    private final Map<String, String> known = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private @Nullable MqttClient client;
    private final List<Span> blind = new ArrayList<>();
    private @Nullable Long blindSince;
    private long lastLook = System.nanoTime();
    private String lastMark = "";
    private int marks;
    private int connects;

    Witness(URI broker) {
        this.broker = broker;
    }

    /** Connects; what hangs at the broker now is all that hangs there. */
    void connect() throws MqttException {
        int number = ++connects;
        if (client != null) {
            lost(number);
        }
        synchronized (this) {
            documents.clear();
        }
        close();
        client = new MqttClient(broker, "witness-" + number, this::see, () -> lost(number), FILTERS);
        sees();
    }

    /** Whether it has lost its connection. */
    synchronized boolean isBlind() {
        return blindSince != null;
    }

    /** When it may have missed something so far. */
    synchronized List<Span> blind() {
        var all = new ArrayList<>(blind);
        if (blindSince != null) {
            all.add(new Span(blindSince, System.nanoTime()));
        }
        return all;
    }

    /** Waits until it has seen all that the broker has passed on until now. Does nothing while it is blind. */
    void catchUp() throws Exception {
        if (client == null || isBlind()) {
            return;
        }
        var mark = "mark " + ++marks;
        client.publish(MARKS, mark.getBytes(StandardCharsets.UTF_8), false, new MqttProperties());
        var unused = Eventually.find(
                "the witness to see its own mark, after all before it",
                () -> Optional.of(mark).filter(this::hasSeen));
    }

    private synchronized boolean hasSeen(String mark) {
        return lastMark.equals(mark);
    }

    /** What came after the last that it saw may have been lost with the connection. */
    private synchronized void lost(int number) {
        if (number == connects && blindSince == null) {
            blindSince = lastLook - HistoryChecker.GUARD.toNanos();
        }
    }

    private synchronized void sees() {
        if (blindSince != null) {
            blind.add(new Span(blindSince, System.nanoTime()));
            blindSince = null;
        }
    }

    /** What was sent somewhere since this was asked last. */
    synchronized List<Sighting> drain() {
        var seen = List.copyOf(sightings);
        sightings.clear();
        return seen;
    }

    /** What hangs at the broker now: the controller's documents, by topic. @throws IllegalStateException if it is blind */
    synchronized Map<String, String> documents() {
        if (blindSince != null) {
            throw new IllegalStateException(
                    "the witness has lost its connection and cannot say what hangs at the broker");
        }
        return Map.copyOf(documents);
    }

    /** How many documents have been replaced by others so far. */
    synchronized int changed() {
        return changes.size();
    }

    /** The replacements from a number on. */
    synchronized List<Change> changesFrom(int number) {
        return List.copyOf(changes.subList(number, changes.size()));
    }

    @Override
    public void close() throws MqttException {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private void see(Seen message) {
        look();
        if (message.topic().equals(MARKS)) {
            mark(message.text());
            return;
        }
        var topic = Topics.parse(message.topic());
        if (topic.isPresent() && topic.get() instanceof Topic.WorkTopic work) {
            saw(message, work.address().site().value());
        } else if (topic.isPresent() && topic.get() instanceof Topic.DispatchTopic) {
            if (message.payload().length > 0) { // else an enquiry, which carries no data
                saw(message, CONTROLLER_SITE);
            }
        } else {
            document(message.topic(), message.text());
        }
    }

    private synchronized void look() {
        lastLook = System.nanoTime();
    }

    private synchronized void mark(String mark) {
        lastMark = mark;
    }

    private synchronized void saw(Seen message, String site) {
        sightings.add(new Sighting(number(message), site, message.topic()));
    }

    private synchronized void document(String topic, String text) {
        documents.put(topic, text);
        var before = known.put(topic, text);
        if (before != null && !before.equals(text)) {
            changes.add(new Change(topic, before, text));
        }
    }

    /** The number that all of the first tensor consists of. */
    static OptionalInt number(Seen message) {
        try {
            var length = Integer.valueOf(message.user("inference-header-content-length"));
            var numbers = CODEC.decodeRequest(ANY, null, ByteBuffer.wrap(message.payload()), length, null)
                    .inputs()
                    .getFirst()
                    .ints();
            return IntStream.of(numbers).distinct().count() == 1 ? OptionalInt.of(numbers[0]) : OptionalInt.empty();
        } catch (InferenceException | IllegalArgumentException | IllegalStateException e) {
            return OptionalInt.empty();
        }
    }
}
