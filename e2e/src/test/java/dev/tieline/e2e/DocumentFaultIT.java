package dev.tieline.e2e;

import static dev.tieline.devices.testing.faults.Direction.FROM_BROKER;
import static dev.tieline.devices.testing.faults.Direction.TO_BROKER;
import static dev.tieline.e2e.ControlledFederation.deployment;
import static dev.tieline.e2e.Federation.TOPICS;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.faults.FaultProxy;
import dev.tieline.devices.testing.faults.Frame;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node and a controller make of each other's documents when these come twice. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DocumentFaultIT {
    private static final int MANY = 1_000;

    private final Workplace place = Workplace.make("document-faults");
    private final Broker broker = Broker.on(place);

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
    void shouldChangeNothingWhenDesiredStateRoutesAndReportsComeTwice() throws Exception {
        var controller = new Controller(place, broker.address());
        try (var proxy = FaultProxy.before(broker.port())) {
            var node = new Node(place, "eu-central/fra-1", "--broker=" + proxy.uri());
            proxy.duplicate(FROM_BROKER, to(TOPICS.desired(node.address())), MANY);
            proxy.duplicate(FROM_BROKER, to(TOPICS.routes(node.address())), MANY);
            proxy.duplicate(TO_BROKER, to(TOPICS.reported(node.address())), MANY);
            node.launch();
            controller.start();
            node.awaitReady();
            var unused = controller.apply(ControlledFederation.SITES);
            unused = controller.apply(Federation.POLICY);
            controller.applyModel("simple");

            unused = controller.apply(deployment("checks", "simple@1", 1, 1, "{class: public}"));
            awaitServed(node, "simple");
            controller.applyModel(Workplace.REGIONAL);
            unused = controller.apply(deployment("regional", Workplace.REGIONAL + "@1", 1, 1, "{class: public}"));
            awaitServed(node, Workplace.REGIONAL);

            // Two generations were told, and each was heard of once: what comes again is no news.
            assertThat(proxy.duplicated(FROM_BROKER)).isGreaterThanOrEqualTo(2);
            assertThat(proxy.duplicated(TO_BROKER)).isGreaterThanOrEqualTo(2);
            assertThat(node.process().output())
                    .filteredOn(line -> line.contains("Loaded "))
                    .satisfiesExactlyInAnyOrder(
                            line -> assertThat(line).contains("simple@1"),
                            line -> assertThat(line).contains(Workplace.REGIONAL + "@1"));
            assertThat(node.process().output())
                    .filteredOn(line -> line.contains("of the desired state"))
                    .hasSize(2);
            assertThat(controller.process().output())
                    .filteredOn(line -> line.contains("shall hold"))
                    .hasSize(2);
        }
    }

    private static void awaitServed(Node node, String model) throws Exception {
        var unused = Eventually.find(
                "an answer of " + model,
                () -> Optional.of(node.caller().ask(Requests.simple(model, 41), PUBLIC))
                        .filter(Answer::served));
    }

    private static Predicate<Frame> to(String topic) {
        return frame -> frame.topic().filter(topic::equals).isPresent();
    }
}
