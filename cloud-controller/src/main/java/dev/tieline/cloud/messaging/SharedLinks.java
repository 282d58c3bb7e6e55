package dev.tieline.cloud.messaging;

import dev.tieline.devices.link.MqttLink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The links of all channels, by name. A link comes into being with its first channel; without channels there is none. */
final class SharedLinks implements AutoCloseable {
    /** The link of channels that name none. */
    static final String DEFAULT = "default";

    private final Map<String, LinkSettings> settings;
    private final RandomGenerator jitter;
    private final Consumer<LinkConnected> connected;
    private final Consumer<LinkLost> lost;
    private final Map<String, SharedLink> links = new LinkedHashMap<>();
    private boolean started;
    private boolean closed;

    /**
     * @param connected told after each connect of a link, on its thread
     * @param lost told after each loss of a connection, on the same
     */
    SharedLinks(
            Map<String, LinkSettings> settings,
            RandomGenerator jitter,
            Consumer<LinkConnected> connected,
            Consumer<LinkLost> lost) {
        this.settings = Map.copyOf(settings);
        this.jitter = jitter;
        this.connected = connected;
        this.lost = lost;
    }

    /** The link of that name. @throws IllegalArgumentException if there are no settings for it */
    synchronized SharedLink link(String name, String channel) {
        if (closed) {
            throw new IllegalStateException("the channel '" + channel + "' comes after the links were closed");
        }
        var known = links.get(name);
        if (known != null) {
            return known;
        }
        var link = open(name, channel);
        links.put(name, link);
        if (started) {
            link.link().start();
        }
        return link;
    }

    /** Starts to connect all links, and returns at once. Links that come later start when they come. */
    synchronized void start() {
        if (!started) {
            started = true;
            links.values().forEach(link -> link.link().start());
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            links.values().forEach(SharedLink::close);
        }
    }

    private SharedLink open(String name, String channel) {
        var wanted = settings.get(name);
        if (wanted == null) {
            throw new IllegalArgumentException("the channel '" + channel + "' has the attribute link with the value '"
                    + name + "', and the links are " + new TreeSet<>(settings.keySet())
                    + ". Maybe set tieline.messaging.links." + name + ".broker and its client-id");
        }
        var link = new SharedLink(name, new MqttLink(wanted.options(), jitter));
        link.link().onConnected(() -> connected.accept(new LinkConnected(name)));
        link.link().onDisconnected(reason -> lost.accept(new LinkLost(name)));
        return link;
    }
}
