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
import dev.tieline.cloud.fleet.FleetSettings;
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
import dev.tieline.models.ModelManifest;
import dev.tieline.policy.bundle.PolicyBundle;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/** Everything between what is declared and the broker, made of its parts, started and stopped together. */
final class ControlPlane implements AutoCloseable {
    /** How often the world is looked at, though nothing is known to have changed. */
    private static final Duration PERIOD = Duration.ofSeconds(5);
    /** Changes that come closer together lead to one decision. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Fleet fleet;
    private final Rejections rejections;
    private final NoticeBoard board;
    private final ControlLoop loop;
    private final Documents documents;
    private final DispatchDesk desk;
    private final ControlRunner runner;

    ControlPlane(
            ControllerSettings settings,
            ResourceStore resources,
            DecisionLog decisions,
            Outbox outbox,
            Courier courier,
            InstantSource clock) {
        var topics = new Topics(settings.tenant());
        var blobs = URI.create(settings.url() + "/api/v1/blobs/sha256");
        var freshness = FleetSettings.defaults();
        fleet = new Fleet(clock, freshness);
        rejections = new Rejections(clock);
        board = new NoticeBoard(outbox, clock);
        var announcements = new Announcements(topics, board, blobs, bundle -> size(resources, bundle));
        var rollout = new Rollout(topics, NodeLedger.open(settings.home().resolve("nodes")), board, blobs);
        loop = new ControlLoop(
                new ControlLoop.Parts(
                        settings.tenant(),
                        resources::declared,
                        fleet::view,
                        resources.blobs()::holds,
                        new Engine(new PlacementEngine(PlacementSettings.defaults())),
                        announcements,
                        rollout,
                        decisions::record,
                        clock),
                settings.home().resolve("wants.json"),
                freshness.staleAfter());
        runner = new ControlRunner(this::step, PAUSE);
        documents = new Documents(topics, fleet, rollout, announcements, rejections, runner::changed);
        desk = new DispatchDesk(topics, loop::world, loop, courier, System::nanoTime);
        resources.onChange(runner::changed);
    }

    /** Lets messages in and begins to decide. */
    void start(Inbox inbox) {
        inbox.open(documents, desk, rejections);
        runner.start(PERIOD);
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

    Fleet fleet() {
        return fleet;
    }

    ControlLoop loop() {
        return loop;
    }

    Rejections rejections() {
        return rejections;
    }

    @Override
    public void close() {
        runner.close();
    }

    private void step() {
        loop.run();
        board.tend();
    }

    /** The placement engine as the loop asks it. */
    private record Engine(PlacementEngine placement) implements ControlLoop.Engine {
        @Override
        public PlacementPlan place(PlacementInput input) {
            return placement.place(input);
        }

        @Override
        public boolean mayHold(DispatchWorld world, ModelManifest model, SiteId site) {
            return PlacementEngine.mayHold(world.at(), world.tenant(), world.sites(), world.policy(), model, site);
        }
    }

    private static long size(ResourceStore resources, PolicyBundle bundle) {
        return resources
                .text(Kind.POLICY, bundle.id())
                .map(text -> text.length)
                .orElseThrow(() -> new IllegalStateException("the bundle " + bundle + " has just been removed"));
    }
}
