package dev.tieline.edge.offload;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.admission.Reachability;
import dev.tieline.edge.call.Ticker;
import dev.tieline.edge.offload.Line.Silence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who is worth asking: a circuit for each node, for each site, for the controller and for the broker before them all.
 *
 * <p>Each failure counts where the evidence points. What the broker does not acknowledge speaks against the broker
 * alone; what it has acknowledged and nobody answers, against the node; failures of several nodes of a site, without a
 * word from any of them, against the site. A reply of any kind speaks for all on its way. Thread-safe.
 */
public final class Circuits implements Reachability {
    private static final int NODE_FAILURES = 3;
    /** More than one node can bring about: one silent node says nothing about its neighbours. */
    private static final int SITE_FAILURES = 2 * NODE_FAILURES;

    private static final int REMEMBERED = 1_024;

    private final Ticker ticker;
    private final RandomGenerator random;
    private final Line broker = new Line("the broker", 1, "the broker has acknowledged nothing");
    private final Line controller = new Line("the controller", NODE_FAILURES, "it has not answered");
    private final Recent<NodeAddress, Line> nodes =
            new Recent<>(REMEMBERED, node -> new Line(node.toString(), NODE_FAILURES, "no answer"));
    private final Recent<SiteId, Line> sites = new Recent<>(
            REMEMBERED, site -> new Line("the site " + site, SITE_FAILURES, "no answer from any node of its site"));
    private long passes;

    /**
     * All closed.
     *
     * @param ticker the clock of the calls
     * @param random the source of jitter
     */
    public Circuits(Ticker ticker, RandomGenerator random) {
        this.ticker = ticker;
        this.random = random;
    }

    @Override
    public synchronized Optional<String> obstacle(NodeAddress node) {
        long now = settled(node);
        return site(node).obstacle(now).or(() -> nodes.of(node).obstacle(now));
    }

    /** Why nothing can be sent through the broker now; empty if it can. */
    synchronized Optional<String> brokerObstacle() {
        return broker.obstacle(settled());
    }

    /** Whether the broker is known to answer nothing. */
    synchronized boolean brokerSilent() {
        settled();
        return broker.open();
    }

    /** Why the controller is not worth asking now; empty if it is. */
    synchronized Optional<String> controllerObstacle() {
        return controller.obstacle(settled());
    }

    /** Whether other nodes are better asked before this one. */
    synchronized boolean suspect(NodeAddress node) {
        long now = settled(node);
        return nodes.of(node).suspect(now) || !site(node).closed();
    }

    /** Whether the node has failed itself, and not only its site. */
    synchronized boolean blamed(NodeAddress node) {
        settled(node);
        return !nodes.of(node).closed();
    }

    /** Whether somebody should find out if the node, or its site, is back. */
    synchronized boolean due(NodeAddress node) {
        return obstacle(node).isEmpty()
                && !(nodes.of(node).closed() && site(node).closed());
    }

    /**
     * The right to ask a node; empty while the circuit of the node, of its site or of the broker is open.
     *
     * @param probe how long the right to be the probe is held at most
     */
    synchronized Optional<Pass> ask(NodeAddress node, Duration probe) {
        long now = settled(node);
        return pass(List.of(broker, site(node), nodes.of(node)), now, probe);
    }

    /** The right to ask the controller, as {@link #ask}. */
    synchronized Optional<Pass> askController(Duration probe) {
        return pass(List.of(broker, controller), settled(), probe);
    }

    /** How many circuits are open now, by what they lead to: {@code node}, {@code site}, {@code controller}, {@code broker}. */
    public synchronized Map<String, Integer> open() {
        settled();
        return Map.of(
                "node",
                nodes.count(Line::open),
                "site",
                sites.count(Line::open),
                "controller",
                controller.open() ? 1 : 0,
                "broker",
                broker.open() ? 1 : 0);
    }

    /** Forgets all: what was seen over a connection that has gone may have been its own fault. */
    synchronized void forget() {
        long now = ticker.nanos();
        nodes.clear();
        sites.clear();
        broker.heard(now);
        controller.heard(now);
    }

    private Optional<Pass> pass(List<Line> way, long now, Duration probe) {
        if (!way.stream().allMatch(line -> line.admits(now))) {
            return Optional.empty();
        }
        long number = ++passes;
        way.forEach(line -> line.entered(number, now + probe.toNanos()));
        return Optional.of(new Pass(way, number));
    }

    private long settled(NodeAddress node) {
        long now = settled();
        var line = nodes.of(node);
        if (!broker.closed()) {
            line.excuse();
        }
        var site = site(node);
        line.settle(now, random).forEach(silence -> site.failed(silence, random));
        site.settle(now, random);
        return now;
    }

    private long settled() {
        long now = ticker.nanos();
        broker.settle(now, random);
        controller.settle(now, random);
        return now;
    }

    private Line site(NodeAddress node) {
        return sites.of(node.site());
    }

    /** The right to one attempt, and what is told of it. */
    final class Pass {
        private final List<Line> way;
        private final long number;
        private boolean answered;

        private Pass(List<Line> way, long number) {
            this.way = way;
            this.number = number;
        }

        /** The message is on its way to the broker, which should acknowledge something by then. */
        void sending(Duration acknowledgement) {
            synchronized (Circuits.this) {
                long now = ticker.nanos();
                broker.expect(new Silence(number, now, now, now + acknowledgement.toNanos()));
            }
        }

        /** What became of the message at the broker. */
        void published(PublishOutcome outcome, Patience patience) {
            synchronized (Circuits.this) {
                long now = ticker.nanos();
                switch (outcome) {
                    case PublishOutcome.Accepted accepted -> accepted(now, patience);
                    case PublishOutcome.NoSubscribers nobody -> {
                        broker.heard(now);
                        target().absent(number, "not connected to the broker", now, random);
                        way.forEach(line -> line.returned(number, now));
                    }
                    case PublishOutcome.Failed(var failure) -> failed(failure.kind(), now);
                }
            }
        }

        /** An answer may overtake the acknowledgement: then nothing is waited for any more. */
        private void accepted(long now, Patience patience) {
            broker.heard(now);
            if (!answered) {
                target().expect(new Silence(
                        number,
                        now,
                        now + patience.forAnswer().toNanos(),
                        now + patience.failedAfter().toNanos()));
            }
        }

        /** The node, or whoever was asked, said something. */
        void answered() {
            synchronized (Circuits.this) {
                answered = true;
                long now = ticker.nanos();
                way.forEach(line -> line.heard(now));
            }
        }

        /** The attempt was not made, or its end says nothing. */
        void returned() {
            synchronized (Circuits.this) {
                long now = ticker.nanos();
                way.forEach(line -> line.returned(number, now));
            }
        }

        private void failed(LinkFailure.Kind kind, long now) {
            switch (kind) {
                case NOT_AUTHORIZED, QUOTA_EXCEEDED, REFUSED -> {
                    broker.heard(now);
                    way.forEach(line -> line.returned(number, now));
                }
                case NOT_CONNECTED, CONNECTION_LOST, PACKET_TOO_LARGE, INTERRUPTED ->
                    way.forEach(line -> line.returned(number, now));
                // Nothing left because the broker takes nothing: that is the broker's silence, and nobody else's.
                case EXPIRED -> way.stream().filter(line -> line != broker).forEach(line -> line.returned(number, now));
            }
        }

        private Line target() {
            return way.getLast();
        }
    }
}
