package dev.tieline.cloud.controller;

import dev.tieline.cloud.catalog.Kind;
import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.cloud.control.Announcements;
import dev.tieline.cloud.control.ControlLoop;
import dev.tieline.cloud.decisions.DecisionLog;
import dev.tieline.cloud.dispatch.Courier;
import dev.tieline.cloud.dispatch.DispatchDesk;
import dev.tieline.cloud.dispatch.DispatchWorld;
import dev.tieline.cloud.fleet.Fleet;
import dev.tieline.cloud.ingest.Documents;
import dev.tieline.cloud.ingest.Inbox;
import dev.tieline.cloud.ingest.Rejections;
import dev.tieline.cloud.placement.PlacementEngine;
import dev.tieline.cloud.placement.PlacementInput;
import dev.tieline.cloud.placement.PlacementPlan;
import dev.tieline.cloud.placement.PlacementSettings;
import dev.tieline.cloud.rollout.NodeLedger;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.cloud.rollout.Outbox;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.wire.Topics;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.PolicyBundle;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Everything between what is declared and the broker, made of its parts, started and stopped together. */
final class ControlPlane implements AutoCloseable {
    /** How often the world is looked at at least, though nothing is known to have changed. */
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(5);
    /** Pauses up to this are a busy machine. */
    private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(2);
    /** Changes that come closer together lead to one decision. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Fleet fleet;
    private final Rejections rejections;
    private final NoticeBoard board;
    private final ControlLoop loop;
    private final Documents documents;
    private final DispatchDesk desk;
    private final ControlRunner runner;
    private final Duration period;
    private final Rollout rollout;
    private final DecisionTimes decisionTimes = new DecisionTimes(System::nanoTime);

    ControlPlane(
            ControllerSettings settings,
            ResourceStore resources,
            DecisionLog decisions,
            Outbox outbox,
            Courier courier,
            InstantSource clock) {
        var topics = new Topics(settings.tenant());
        var blobs = URI.create(settings.url() + "/api/v1/blobs/sha256");
        period = period(settings.fleet().staleAfter());
        fleet = new Fleet(clock, settings.fleet());
        rejections = new Rejections(clock);
        board = new NoticeBoard(outbox, clock);
        var announcements = new Announcements(
                topics,
                board,
                blobs,
                bundle -> size(resources, bundle),
                settings.home().resolve("policies.json"));
        rollout = new Rollout(topics, NodeLedger.open(settings.home().resolve("nodes")), board, blobs);
        loop = new ControlLoop(
                new ControlLoop.Parts(
                        settings.tenant(),
                        resources::declared,
                        fleet::view,
                        resources.blobs()::holds,
                        new Engine(new PlacementEngine(PlacementSettings.defaults()), decisionTimes),
                        announcements,
                        rollout,
                        decisions::record,
                        clock),
                settings.home().resolve("wants.json"),
                settings.fleet().staleAfter(),
                sleep(period));
        runner = new ControlRunner(this::step, PAUSE);
        documents = new Documents(topics, fleet, rollout, announcements, rejections, runner::changed);
        desk = new DispatchDesk(topics, loop::world, loop, courier, System::nanoTime);
        resources.onChange(runner::changed);
    }

    /** Lets messages in and begins to decide. */
    void start(Inbox inbox) {
        inbox.open(documents, desk, rejections);
        runner.start(period);
        runner.changed();
    }

    /** Hangs everything up again: there is a connection that is new to the broker, or a broker that is new to us. */
    void connected() {
        // Whatever was heard before is as old as the connection that is gone.
        fleet.forgetHeard();
        loop.connected();
        board.renewAll();
        runner.changed();
    }

    /** Nothing more will be heard: what seems lost may be well. */
    void disconnected() {
        loop.disconnected();
    }

    Fleet fleet() {
        return fleet;
    }

    ControlLoop loop() {
        return loop;
    }

    /** What the metrics are read from. */
    ControllerMetrics.Sources sources(BooleanSupplier ready) {
        return new ControllerMetrics.Sources(
                fleet, loop::plan, decisionTimes, rollout::documents, desk::outcomes, ready);
    }

    Rejections rejections() {
        return rejections;
    }

    /** Takes no dispatch message any more. @return whether those that had come are done with, within the grace */
    boolean drain(Duration grace) throws InterruptedException {
        return desk.drain(grace);
    }

    @Override
    public void close() {
        runner.close();
    }

    /** A node that falls silent is noticed soon after it counts as silent. */
    private static Duration period(Duration staleAfter) {
        var third = staleAfter.dividedBy(3);
        return third.compareTo(LONGEST_PERIOD) < 0 ? third.plusMillis(1) : LONGEST_PERIOD;
    }

    /** Shorter than what makes a node look silent whose telemetry was one period old when the process was stopped. */
    private static Duration sleep(Duration period) {
        var two = period.multipliedBy(2);
        return two.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : two;
    }

    private void step() {
        loop.run();
        board.tend();
    }

    /** The placement engine as the loop asks it. */
    private record Engine(PlacementEngine placement, DecisionTimes times) implements ControlLoop.Engine {
        @Override
        public PlacementPlan place(PlacementInput input) {
            return times.measured(() -> placement.place(input));
        }

        @Override
        public boolean mayHold(DispatchWorld world, DataLabel weights, SiteId site) {
            return PlacementEngine.mayHold(world.at(), world.tenant(), world.sites(), world.policy(), weights, site);
        }
    }

    private static long size(ResourceStore resources, PolicyBundle bundle) {
        return resources
                .text(Kind.POLICY, bundle.id())
                .map(text -> text.length)
                .orElseThrow(() -> new IllegalStateException("the bundle " + bundle + " has just been removed"));
    }
}
