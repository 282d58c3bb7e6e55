package dev.tieline.cloud.messaging;

import static java.util.stream.Collectors.toMap;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * The connector {@code tieline-mqtt}: channels of reactive messaging over MQTT 5. {@code docs/messaging.md} lists its
 * attributes and what it guarantees.
 *
 * <p>The links connect once the application's channels are wired, in the background: a broker that is away delays
 * nothing.
 */
@ApplicationScoped
@Connector(TielineMqttConnector.NAME)
public class TielineMqttConnector implements InboundConnector, OutboundConnector, HealthReporter {
    /** What channels give as their attribute {@code connector}. */
    public static final String NAME = "tieline-mqtt";

    private final SharedLinks links;
    private final List<InboundChannel> incoming = new CopyOnWriteArrayList<>();
    private final List<OutboundChannel> outgoing = new CopyOnWriteArrayList<>();

    /** @throws IllegalArgumentException if the settings of a link are wrong */
    @Inject
    TielineMqttConnector(LinksConfig config, Event<LinkConnected> connected, Event<LinkLost> lost) {
        this(settings(config), new SecureRandom(), connected::fire, lost::fire);
    }

    TielineMqttConnector(
            Map<String, LinkSettings> settings,
            RandomGenerator jitter,
            Consumer<LinkConnected> connected,
            Consumer<LinkLost> lost) {
        links = new SharedLinks(settings, jitter, connected, lost);
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        return incoming(config);
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return outgoing(config);
    }

    /** @throws IllegalArgumentException saying what is wrong with the attributes of the channel */
    InboundChannel incoming(Config config) {
        var settings = InboundSettings.read(config);
        var channel = new InboundChannel(settings, links.link(settings.link(), settings.channel()));
        incoming.add(channel);
        return channel;
    }

    /** @throws IllegalArgumentException saying what is wrong with the attributes of the channel */
    OutboundChannel outgoing(Config config) {
        var settings = OutboundSettings.read(config);
        var channel = new OutboundChannel(settings, links.link(settings.link(), settings.channel()));
        outgoing.add(channel);
        return channel;
    }

    /** How many messages at QoS 0 each incoming channel dropped since the start, because its consumer was too slow. */
    public Map<String, Long> droppedMessages() {
        return incoming.stream().collect(toMap(InboundChannel::channel, InboundChannel::dropped, Long::sum));
    }

    /** Whether each channel can carry messages now, or why not. */
    @Override
    public HealthReport getReadiness() {
        return report(
                channel -> channel.unready().isEmpty(),
                channel -> channel.unready().or(channel::remark));
    }

    /** Whether each channel may carry messages again, or why it stopped for good. */
    @Override
    public HealthReport getLiveness() {
        return report(channel -> channel.stopped().isEmpty(), ChannelHealth::stopped);
    }

    /** Whether the application is connected to each channel. The broker plays no part in it. */
    @Override
    public HealthReport getStartup() {
        return report(ChannelHealth::wired, channel -> Optional.empty());
    }

    /** Connects the links; after the channels are wired, which reactive messaging does before the application starts. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent started) {
        connect();
    }

    /** Says goodbye to the brokers; after the application's own observers of the shutdown. */
    void terminate(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class)
                    Object ended) {
        close();
    }

    void connect() {
        links.start();
    }

    void close() {
        outgoing.forEach(OutboundChannel::close);
        links.close();
    }

    private HealthReport report(
            Predicate<ChannelHealth> healthy, Function<ChannelHealth, Optional<String>> explanation) {
        var report = HealthReport.builder();
        for (var channels : List.<List<? extends ChannelHealth>>of(incoming, outgoing)) {
            for (var channel : channels) {
                if (channel.reported()) {
                    report.add(
                            channel.channel(),
                            healthy.test(channel),
                            explanation.apply(channel).orElse(null));
                }
            }
        }
        return report.build();
    }

    private static Map<String, LinkSettings> settings(LinksConfig config) {
        return config.links().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, link -> LinkSettings.of(link.getKey(), link.getValue())));
    }
}
