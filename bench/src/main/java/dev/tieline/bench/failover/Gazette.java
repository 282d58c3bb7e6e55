package dev.tieline.bench.failover;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.wire.Topic;
import dev.tieline.devices.wire.Topics;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.ModelName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What the controller publishes at the broker about one model, with the time at which it came. */
final class Gazette implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final MqttLink link;
    private final ModelName model;
    private final ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();

    /** Something that was published. */
    sealed interface Notice {
        /** When it came, by {@link System#nanoTime}. */
        long at();
    }

    /** The nodes that a node's requests may go to. */
    record Routed(long at, NodeAddress from, Set<NodeAddress> nodes) implements Notice {}

    /** Whether a node shall hold the model. */
    record Wanted(long at, NodeAddress node, boolean holds) implements Notice {}

    private Gazette(MqttLink link, ModelName model) {
        this.link = link;
        this.model = model;
    }

    static Gazette subscribe(URI broker, TenantId tenant, ModelName model) throws InterruptedException {
        var link = new MqttLink(LinkOptions.of(broker, tenant + ".bench.gazette"), RandomGenerator.getDefault());
        var gazette = new Gazette(link, model);
        var connected = new CountDownLatch(1);
        var topics = new Topics(tenant);
        link.onConnected(connected::countDown);
        link.subscribe(topics.allNodes(Topic.NodeTopic.Kind.ROUTES), 1, gazette::routes);
        link.subscribe(topics.allNodes(Topic.NodeTopic.Kind.DESIRED), 1, gazette::desired);
        link.start();
        if (!connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            link.close();
            throw new CommandFailure("the benchmark cannot reach the broker " + broker + ": " + link.lastFailure());
        }
        return gazette;
    }

    /** When the first routes of a node came, of those after an instant, that are as wanted. */
    Optional<Long> routedAfter(long instant, NodeAddress from, Predicate<Set<NodeAddress>> wanted) {
        return notices.stream()
                .filter(Routed.class::isInstance)
                .map(Routed.class::cast)
                .filter(notice ->
                        notice.at() - instant >= 0 && notice.from().equals(from) && wanted.test(notice.nodes()))
                .map(Routed::at)
                .findFirst();
    }

    /** When, after an instant, one of these nodes was first told to hold the model. */
    Optional<Long> wantedAfter(long instant, List<NodeAddress> nodes) {
        return notices.stream()
                .filter(Wanted.class::isInstance)
                .map(Wanted.class::cast)
                .filter(notice -> notice.at() - instant >= 0 && notice.holds() && nodes.contains(notice.node()))
                .map(Wanted::at)
                .findFirst();
    }

    @Override
    public void close() {
        link.close();
    }

    private void routes(InboundMessage message) {
        long at = System.nanoTime();
        node(message).ifPresent(from -> {
            var routes = Routes.read(message.topic(), text(message));
            notices.add(new Routed(at, from, Set.copyOf(routes.forModel(model))));
        });
    }

    private void desired(InboundMessage message) {
        long at = System.nanoTime();
        node(message).ifPresent(node -> {
            var desired = DesiredState.read(message.topic(), text(message));
            var holds =
                    desired.models().stream().anyMatch(each -> each.ref().name().equals(model));
            notices.add(new Wanted(at, node, holds));
        });
    }

    /** The node that a document is for; none if the document was withdrawn. */
    private static Optional<NodeAddress> node(InboundMessage message) {
        return Topics.parse(message.topic())
                .filter(topic -> message.payload().length > 0)
                .filter(Topic.NodeTopic.class::isInstance)
                .map(topic -> ((Topic.NodeTopic) topic).address());
    }

    private static String text(InboundMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }
}
