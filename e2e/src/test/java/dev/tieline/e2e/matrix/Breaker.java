package dev.tieline.e2e.matrix;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.testing.faults.FaultProxy;
import dev.tieline.e2e.Node;
import dev.tieline.e2e.faults.Signals;
import dev.tieline.e2e.history.Newcomer;
import dev.tieline.e2e.history.Outage;
import dev.tieline.e2e.history.Span;
import dev.tieline.e2e.matrix.MatrixFederation.Member;
import dev.tieline.launcher.console.CommandFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Breaks processes of a federation and heals them, and notes when nodes could not be asked because of that. */
final class Breaker {
    private final MatrixFederation federation;
    private final Member executor;
    private final Set<FaultProxy> blackHoles = new HashSet<>();
    private final Map<NodeAddress, Long> brokenSince = new TreeMap<>();
    private final Map<NodeAddress, Long> forgottenSince = new TreeMap<>();
    private final List<Outage> outages = new ArrayList<>();
    private @Nullable Thread watcher;

    /** @param executor the node that is meant by {@link Target#EXECUTOR} */
    Breaker(MatrixFederation federation, Member executor) {
        this.federation = federation;
        this.executor = executor;
    }

    /** When nodes could not be asked; those that are still broken, until now. */
    synchronized List<Outage> outages() {
        var all = new ArrayList<>(outages);
        brokenSince.forEach((node, since) -> all.add(new Outage(node, new Span(since, System.nanoTime()))));
        return all;
    }

    /** When nodes that lost their data may not have been told anything: until all was whole again. */
    synchronized List<Newcomer> newcomers(long whole) {
        return forgottenSince.entrySet().stream()
                .map(entry -> new Newcomer(entry.getKey(), new Span(entry.getValue(), whole)))
                .toList();
    }

    void injure(Injury injury) throws Exception {
        switch (injury.target()) {
            case EXECUTOR -> injure(executor, injury.fault());
            case EDGE -> injure(federation.gateway(), injury.fault());
            case CONTROLLER -> injureController(injury.fault());
            case BROKER -> injureBroker(injury.fault());
        }
    }

    /** Ends what {@link #injure} did. Whole it is only when all have noticed. */
    void heal(Injury injury) throws Exception {
        switch (injury.target()) {
            case EXECUTOR -> heal(executor, injury.fault());
            case EDGE -> heal(federation.gateway(), injury.fault());
            case CONTROLLER -> healController(injury.fault());
            case BROKER -> healBroker(injury.fault());
        }
    }

    private void injure(Member member, Fault fault) throws Exception {
        switch (fault) {
            case KILL -> kill(member);
            case FREEZE -> {
                broken(member);
                Signals.stop(member.node().process().handle());
            }
            case BLACK_HOLE -> blackHole(member.line());
            case FORGET -> {
                kill(member);
                forgotten(member);
                member.node().forgetEverything();
                watch(member.node().launch());
            }
        }
    }

    private void heal(Member member, Fault fault) throws Exception {
        switch (fault) {
            case KILL -> started(member.node().launch().awaitReady().address());
            case FREEZE -> {
                Signals.resume(member.node().process().handle());
                started(member.node().awaitReady().address());
            }
            case BLACK_HOLE -> endBlackHole(member.line());
            case FORGET -> {
                if (watcher != null) {
                    watcher.join();
                }
                started(member.node().awaitReady().address());
            }
        }
    }

    /** Notes when a node that starts is ready, while others go on. */
    private void watch(Node node) {
        watcher = Thread.ofVirtual().start(() -> {
            try {
                started(node.awaitReady().address());
            } catch (InterruptedException | CommandFailure e) {
                // Who heals it waits for it too, and says what is wrong.
            }
        });
    }

    private synchronized void broken(Member member) {
        brokenSince.put(member.address(), System.nanoTime());
    }

    private synchronized void forgotten(Member member) {
        forgottenSince.put(member.address(), System.nanoTime());
    }

    /** Kills a node that runs. */
    void kill(Member member) throws InterruptedException {
        broken(member);
        member.node().process().kill();
    }

    /** Notes that a node can be asked again. */
    synchronized void started(NodeAddress node) {
        var since = brokenSince.remove(node);
        if (since != null) {
            outages.add(new Outage(node, new Span(since, System.nanoTime())));
        }
    }

    private void injureController(Fault fault) throws Exception {
        var controller = federation.controller();
        switch (fault) {
            case KILL -> controller.process().kill();
            case FREEZE -> Signals.stop(controller.process().handle());
            case BLACK_HOLE -> blackHole(federation.controllerLine());
            case FORGET -> {
                controller.process().kill();
                controller.forgetEverything();
                var unused = controller.launch();
            }
        }
    }

    private void healController(Fault fault) throws Exception {
        var controller = federation.controller();
        switch (fault) {
            case KILL -> {
                var unused = controller.launch();
            }
            case FREEZE -> Signals.resume(controller.process().handle());
            case BLACK_HOLE -> endBlackHole(federation.controllerLine());
            case FORGET -> {
                var unused = controller.awaitAnswering();
                federation.declare();
            }
        }
    }

    private void injureBroker(Fault fault) throws Exception {
        switch (fault) {
            case KILL -> federation.broker().kill();
            case FREEZE -> federation.broker().freeze();
            case BLACK_HOLE -> federation.lines().forEach(FaultProxy::blackHole);
            case FORGET -> {
                federation.broker().stop();
                startBroker();
            }
        }
    }

    private void healBroker(Fault fault) throws Exception {
        switch (fault) {
            case KILL -> startBroker();
            case FREEZE -> {
                federation.broker().thaw();
                if (federation.witness().isBlind()) {
                    federation.witness().connect();
                }
            }
            case BLACK_HOLE -> healLines();
            case FORGET -> {} // it runs again already
        }
    }

    /** Lets nobody in before the witness, so that nothing passes the broker that it does not see. */
    private void startBroker() throws Exception {
        openLines().forEach(FaultProxy::refuse);
        federation.broker().start();
        federation.witness().connect();
        healLines();
    }

    private void healLines() {
        openLines().forEach(FaultProxy::heal);
    }

    /** Those that no injury of their own keeps closed. */
    private List<FaultProxy> openLines() {
        return federation.lines().stream()
                .filter(line -> !blackHoles.contains(line))
                .toList();
    }

    private void blackHole(FaultProxy line) {
        blackHoles.add(line);
        line.blackHole();
    }

    private void endBlackHole(FaultProxy line) {
        blackHoles.remove(line);
        line.heal();
    }
}
