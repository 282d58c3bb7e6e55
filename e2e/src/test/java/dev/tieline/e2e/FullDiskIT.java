package dev.tieline.e2e;

import static dev.tieline.e2e.ControlledFederation.deployment;
import static dev.tieline.e2e.Requests.PERSONAL;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.e2e.faults.SmallDisk;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a node and of a controller whose disk takes no more. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FullDiskIT {
    private static final String ANYTHING = "{class: public}";
    private static final long MEBIBYTE = 1L << 20;

    /** What a node leaves free of the disk of its models, as docs/configuration.md says. */
    private static final long RESERVE = 256 * MEBIBYTE;

    private final Workplace place = Workplace.make("full-disk");
    private final Broker broker = Broker.on(place);
    private final Controller controller = new Controller(place, broker.address());

    @BeforeEach
    void start() throws Exception {
        broker.start();
    }

    @AfterEach
    void stop() {
        place.close();
        broker.close();
    }

    @Test
    void shouldServeConnectAndOffloadThoughItCanKeepNothingAndLoseNothingOfWhatItKept() throws Exception {
        var gateway = node("clinic-berlin/gw-1", "--routes=" + place.write("routes.yaml", Federation.ROUTES));
        var disk = smallHome(gateway);
        var region = node("eu-central/fra-1", "--models=" + Workplace.REGIONAL);
        startAll(gateway.within(disk::under), region);
        var unused = controller.apply(deployment("checks", "simple@1", 2, 2, ANYTHING));
        awaitStatus(gateway, "simple", "ready");

        disk.fill();
        gateway.process().kill();
        gateway.launch().awaitReady();

        awaitServed(gateway, "simple", "clinic-berlin", PERSONAL);
        awaitServed(gateway, Workplace.REGIONAL, "eu-central", PERSONAL);
        awaitStatus(gateway, "simple", "ready");

        broker.kill();
        gateway.process().kill();
        gateway.launch().awaitReady();
        awaitServed(gateway, "simple", "clinic-berlin", PERSONAL); // by what it kept before its disk was full

        broker.start();
        disk.empty();
        controller.applyModel(Workplace.REGIONAL);
        unused = controller.apply(deployment("regional", Workplace.REGIONAL + "@1", 2, 2, ANYTHING));
        awaitStatus(gateway, Workplace.REGIONAL, "ready");
        broker.kill();
        gateway.process().kill();
        gateway.launch().awaitReady();

        awaitServed(gateway, "simple", "clinic-berlin", PERSONAL);
        awaitServed(gateway, Workplace.REGIONAL, "clinic-berlin", PERSONAL); // by what it kept since
    }

    @Test
    void shouldReportAModelThatHasNoRoomAndHoldTheOthers() throws Exception {
        var store = place.folder().resolve("store");
        var disk = SmallDisk.make(place.fleet(), "store-disk", store, RESERVE + 4 * MEBIBYTE);
        var region = node("eu-central/fra-1", "--store=" + store).within(disk::under);
        startAll(region);
        controller.applyModel("minilm");

        var unused = controller.apply(deployment("embeddings", "minilm@1", 1, 1, ANYTHING));
        unused = controller.apply(deployment("checks", "simple@1", 1, 1, ANYTHING));

        var failed = awaitStatus(region, "minilm", "failed");
        assertThat(failed.string("reason")).contains("no room", store.toString());
        awaitStatus(region, "simple", "ready");
        awaitServed(region, "simple", "eu-central", PUBLIC);
    }

    @Test
    void shouldRefuseWhatItCannotKeepAndGoOnWithTheRest() throws Exception {
        var home = place.folder().resolve("controller");
        var disk = SmallDisk.make(place.fleet(), "controller-disk", home, 8 * MEBIBYTE);
        controller.within(disk::under);
        startAll();
        var unused = controller.apply(deployment("before", "simple@1", 1, 1, ANYTHING));

        disk.fill();
        var refused = controller.post(deployment("during", "simple@1", 1, 1, ANYTHING));

        assertThat(refused.statusCode()).as(refused.body()).isBetween(500, 599);
        assertThat(refused.body()).contains(home.toString());
        assertThat(deployments()).containsExactly("before");

        disk.empty();
        assertThat(controller.apply(deployment("after", "simple@1", 1, 1, ANYTHING)))
                .isEqualTo("created");
        controller.process().kill();
        controller.start();
        assertThat(deployments()).containsExactlyInAnyOrder("before", "after");
    }

    /** Starts the controller and these nodes, and tells what all need. */
    private void startAll(Node... nodes) throws Exception {
        for (var node : nodes) {
            node.launch();
        }
        controller.start();
        var unused = controller.apply(ControlledFederation.SITES);
        unused = controller.apply(Federation.POLICY);
        controller.applyModel("simple");
        for (var node : nodes) {
            node.awaitReady();
        }
    }

    private Node node(String address, String... options) {
        var all = new ArrayList<>(List.of(options));
        all.add("--broker=" + broker.address());
        return new Node(place, address, all.toArray(String[]::new));
    }

    private SmallDisk smallHome(Node node) throws InterruptedException {
        var home = place.folder().resolve(node.address().node().value());
        return SmallDisk.make(place.fleet(), node.address().node() + "-disk", home, 2 * MEBIBYTE);
    }

    private List<String> deployments() throws Exception {
        return controller.get("/deployments").list("deployments").maps().stream()
                .map(deployment -> deployment.string("name"))
                .toList();
    }

    private YamlMap awaitStatus(Node node, String model, String status) throws Exception {
        return Eventually.find(
                node.address() + " to report " + model + " as " + status,
                () -> controller.get("/nodes").list("nodes").maps().stream()
                        .filter(seen ->
                                seen.string("node").equals(node.address().toString()))
                        .filter(seen -> seen.string("state").equals("fresh"))
                        .flatMap(seen -> seen.list("models").maps().stream())
                        .filter(held -> held.string("model").startsWith(model))
                        .filter(held -> held.string("status").equals(status))
                        .findFirst());
    }

    private static void awaitServed(Node node, String model, String site, DataLabel label) throws Exception {
        var request = Requests.simple(model, 41);
        var unused = Eventually.find(
                "an answer of " + model + " from " + site,
                () -> Optional.of(node.caller().ask(request, label)).filter(answer -> site.equals(answer.site())));
    }
}
