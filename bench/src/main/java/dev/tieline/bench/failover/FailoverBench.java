package dev.tieline.bench.failover;

import dev.tieline.bench.measure.Machine;
import dev.tieline.bench.stage.BrokerChoice;
import dev.tieline.client.TielineClient;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.federation.HomeFolder;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelName;
import dev.tieline.models.store.ModelStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The run: starts a federation, strikes it again and again, and makes it whole each time. */
final class FailoverBench {
    // Connections break as this benchmark has it: no warning is needed of that.
    private static final Logger LINK_LOG = Logger.getLogger(MqttLink.class.getPackageName());
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Callers come whether or not others have been answered: the client must not make them wait for each other. */
    private static final int MOST_CALLERS = 1 << 16;

    private final Surroundings around;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param folder where logs and the members' files go; what an earlier run left there is removed
     * @param progress hears one line for each step
     */
    FailoverBench(Surroundings around, Path folder, Consumer<String> progress) {
        this.around = around;
        this.folder = folder;
        this.progress = progress;
    }

    /** Runs it. @throws CommandFailure if the federation does not start, or does not get over a blow */
    FailoverReport run(Plan plan, BrokerChoice choice, Instant date) throws InterruptedException {
        LINK_LOG.setLevel(Level.OFF);
        HomeFolder.remove(folder);
        provideModel();
        progress.accept("Starting a broker, a controller and four nodes; their logs are in " + folder.resolve("logs"));
        try (var hospital = Hospital.open(around, folder, choice, plan.replicas(), progress);
                var gazette = Gazette.subscribe(
                        hospital.broker().address(), TenantId.of(Hospital.TENANT), ModelName.of(Hospital.MODEL));
                var gateway = TielineClient.builder(
                                hospital.node(Hospital.GATEWAY).address())
                        .margin(PATIENCE)
                        .maxCalls(MOST_CALLERS)
                        .build()) {
            var episodes = new ArrayList<Episode>();
            for (int number = 1; number <= plan.kills(); number++) {
                var episode = strike(plan, hospital, gazette, gateway);
                episodes.add(episode);
                progress.accept("Blow " + number + " of " + plan.kills() + ": " + episode.struck()
                        + ", served again after " + episode.time(Mark.SERVED).toMillis() + " ms");
                hospital.awaitWhole();
            }
            return new FailoverReport(date, Machine.here(), hospital.brokerName(), plan, episodes);
        }
    }

    private void provideModel() {
        var manifest = ModelCatalog.read(around.catalog())
                .find(Hospital.MODEL)
                .orElseThrow(() -> new CommandFailure("the catalogue " + around.catalog() + " has no model '"
                        + Hospital.MODEL + "', which is asked for"));
        var store = new ModelStore(around.models());
        if (!store.holds(manifest)) {
            store.addGenerated(manifest);
        }
    }

    private static Episode strike(Plan plan, Hospital hospital, Gazette gazette, TielineClient gateway)
            throws InterruptedException {
        try (var callers = Callers.coming(plan.rate(), gateway)) {
            var holders = hospital.holders();
            for (var holder : holders) {
                callers.await("answer of " + holder, call -> call.answeredBy(site(holder)));
            }
            return switch (plan.fault()) {
                case KILL, STOP -> {
                    var latest = callers.latest(Call::answered).orElseThrow();
                    var victim = holders.stream()
                            .filter(holder -> latest.answeredBy(site(holder)))
                            .findFirst()
                            .orElseThrow(() -> new CommandFailure(
                                    "a request was answered by " + latest.what() + ", which is none of " + holders));
                    yield new ExecutorBlow(hospital, gazette, callers, holders, victim)
                            .strike(plan.fault() == Fault.STOP);
                }
                case BROKER -> new BrokerBlow(hospital, callers).strike();
            };
        }
    }

    static String site(NodeAddress node) {
        return node.site().value();
    }

    /** The sites of the executors but one. */
    static List<String> sitesBut(NodeAddress victim) {
        return Hospital.EXECUTORS.stream()
                .filter(executor -> !executor.equals(victim))
                .map(FailoverBench::site)
                .toList();
    }
}
