package dev.tieline.edge.endpoint.mqtt;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.AdmissionController;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.admission.Prospects;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.admission.RecordingEgress;
import dev.tieline.edge.dispatch.InferenceDispatcher;
import dev.tieline.edge.endpoint.CallDefaults;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.EntranceBounds;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.VisitLog;
import dev.tieline.edge.offload.Offloading;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.infer.InferenceError;
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
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The clinic's node with the model {@code simple}, one run slot and a queue of one, asked by a pump over the broker. Its
 * clock stands still, and what it hands to threads of their own waits until {@link #run}.
 */
final class AskedNode implements AutoCloseable {
    static final String SIMPLE = "tl/v1/acme/infer/clinic-berlin/gw-1/simple";
    static final String PUMP = "tl/v1/acme/client/clinic-berlin/pump-7";
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);
    static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT.withMaxBodyBytes(100_000));

    final FakeTicker ticker = new FakeTicker();
    final RunSlots slots = new RunSlots(1, 1);
    final ModelRegistry models = new ModelRegistry();
    final AtomicReference<Knowledge> known = new AtomicReference<>(World.knowledge());
    /** How many bytes all requests may hold. */
    static final long ROOM = 64 << 20;

    final RecordingEgress egress;
    final FrontDoor door;
    final MqttEndpoint endpoint;

    private final Queue<Runnable> runs = new ArrayDeque<>();

    /** Where requests are handed over; to the queue that {@link #run} empties at first. */
    Executor requests = runs::add;

    /** Where refusals are handed over; sends them at once at first. */
    Executor outbox = Runnable::run;

    AskedNode(Path folder, int maxRequests) {
        this(folder, maxRequests, null);
    }

    /** A node that answers over a link to a broker; without one, {@link #egress} keeps what it says. */
    AskedNode(Path folder, int maxRequests, @Nullable MqttLink link) {
        load(folder);
        var policy = new DecisionPoint(World.device(World.CLINIC), known::get, World.CLOCK, new Random(1));
        egress = new RecordingEgress(World.device(World.CLINIC), policy);
        var admission = new AdmissionController(
                World.CLINIC, known::get, policy, Reachability.unobstructed(), Prospects.none());
        var dispatcher = new InferenceDispatcher(new InferenceDispatcher.Parts(
                World.CLINIC,
                admission,
                policy,
                models,
                slots,
                World.serving(ticker),
                Offloading.none("this test has no other node")));
        var defaults = new CallDefaults(DataLabel.PUBLIC, DEFAULT_TIMEOUT, Duration.ofMinutes(5));
        var calls = new CallReader(CODEC, ticker, new Random(1), defaults, models::manifest);
        door = new FrontDoor(
                calls,
                dispatcher,
                task -> requests.execute(task),
                new EntranceBounds(maxRequests, ROOM),
                Tracing.off(),
                VisitLog.NONE);
        endpoint = new MqttEndpoint(new MqttEndpoint.Parts(
                World.device(World.CLINIC),
                door,
                policy,
                link == null ? egress.guard() : new EgressGuard(World.device(World.CLINIC), policy, link, link),
                CODEC,
                ticker,
                task -> outbox.execute(task)));
    }

    /** Asks, and serves what was let in. */
    void ask(InboundMessage message) {
        endpoint.receive(message);
        run();
    }

    /** Goes on with all that was handed to threads of their own. */
    void run() {
        for (var next = runs.poll(); next != null; next = runs.poll()) {
            next.run();
        }
    }

    /** How many requests were let in and not gone on with. */
    int waiting() {
        return runs.size();
    }

    /** How many requests got no answer, for whatever reason. */
    long unanswered() {
        return endpoint.unanswered().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** What was published, which is one message. */
    OutboundMessage onlyAnswer() {
        if (egress.sent().size() != 1) {
            throw new AssertionError("one message was expected, and there are " + egress.sent());
        }
        return egress.sent().getFirst();
    }

    @Override
    public void close() {
        slots.close();
        models.close();
    }

    /** A request for {@code simple} from the pump. */
    static InboundMessage request(Map<String, String> user) {
        return request(SIMPLE, json(""), asking(user));
    }

    static InboundMessage request(String topic, byte[] body, MessageProperties properties) {
        return new InboundMessage(topic, body, false, properties);
    }

    /** The properties of a question of the pump. */
    static MessageProperties asking(Map<String, String> user) {
        return MessageProperties.ofUser(user).withReplyTo(PUMP, bytes("c1"));
    }

    /** The body of a request for {@code simple} that adds 1 to 16 times 41, with some parameters. */
    static byte[] json(String parameters) {
        var row = "[" + "41,".repeat(15) + "41]";
        var ones = "[" + "1,".repeat(15) + "1]";
        var input = "{\"name\":\"%s\",\"shape\":[1,16],\"datatype\":\"INT32\",\"data\":%s}";
        return bytes("{\"id\":\"r1\",\"parameters\":{" + parameters + "},\"inputs\":[" + input.formatted("INPUT0", row)
                + "," + input.formatted("INPUT1", ones) + "]}");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String status(OutboundMessage answer) {
        return String.valueOf(answer.properties().user().get("tieline-status"));
    }

    static InferenceError error(OutboundMessage answer) {
        return CODEC.decodeError(ByteBuffer.wrap(answer.payload()));
    }

    static String text(OutboundMessage answer) {
        return new String(answer.payload(), StandardCharsets.UTF_8);
    }

    static @Nullable String correlation(OutboundMessage answer) {
        var data = answer.properties().correlationData();
        return data == null ? null : new String(data, StandardCharsets.UTF_8);
    }

    private void load(Path folder) {
        var manifest =
                ModelCatalog.read(Path.of("../models/catalog")).find("simple").orElseThrow();
        var store = new ModelStore(folder);
        store.addGenerated(manifest);
        var file = store.require(manifest.ref(), manifest.model());
        models.put(
                ModelSession.open(manifest, file, SessionSettings.DEFAULT),
                manifest.model().digest(),
                true);
    }
}
