package dev.tieline.e2e;

import static dev.tieline.e2e.Requests.HEALTH;
import static dev.tieline.e2e.Requests.PERSONAL;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.policy.DataLabel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where work runs, and why it may run there. */
@ExtendWith(SharedFederation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RoutingIT {
    /** Every order that crosses the broker, whoever sends it to whomever. */
    private static final String ALL_WORK = "tl/v1/+/work/+/+";

    @Test
    void shouldAnswerOnTheNodeThatWasAskedWhileItIsFree(Federation federation) {
        var answer = federation.gateway().caller().ask(Requests.simple("simple", 41), PUBLIC);

        var response = answer.served("a request to a free gateway");
        assertThat(response.outputs().getFirst().ints()).hasSize(16).containsOnly(42);
        assertThat(response.outputs().getLast().ints()).containsOnly(40);
        assertThat(response.id()).isEqualTo("r1");
        assertThat(response.parameters())
                .containsEntry("tieline_site", "clinic-berlin")
                .containsEntry("tieline_node", "gw-1")
                .containsEntry("tieline_jurisdiction", "DE")
                .containsEntry("tieline_route", "local")
                .containsEntry("tieline_decision", "stayed on the node that asked")
                .containsKey("tieline_queue_us");
    }

    @Test
    void shouldSpillPublicWorkToThePreferredNode(Federation federation) throws Exception {
        try (var crowd = federation.occupyGateway()) {
            var answer = firstOffloaded(federation, Requests.simple("simple", 41), PUBLIC);

            var response = answer.served("public work beyond the gateway's slots");
            assertThat(response.outputs().getFirst().ints()).containsOnly(42);
            assertThat(response.id()).isEqualTo("r1");
            assertThat(response.parameters())
                    .containsEntry("tieline_site", "us-east")
                    .containsEntry("tieline_node", "va-1")
                    .containsEntry("tieline_jurisdiction", "US-VA")
                    .containsEntry("tieline_operator", "US")
                    .containsEntry("tieline_route", "offload");
            assertThat(answer.says("tieline_decision")).contains("public");
            assertThat(answer.says("tieline_decision_id")).matches("[0-9a-f]{32}");
            assertThat(crowd.dismiss()).allMatch(Answer::served);
        }
    }

    @Test
    void shouldSpillPersonalWorkOnlyWithinTheEuropeanEconomicArea(Federation federation) throws Exception {
        try (var witness = federation.watch("witness", ALL_WORK);
                var crowd = federation.occupyGateway()) {
            var answers = federation.gateway().caller().askAtOnce(8, Requests.simple("simple", 41), PERSONAL);

            assertThat(answers).allMatch(Answer::served);
            assertThat(answers).extracting(Answer::site).contains("eu-central").doesNotContain("us-east");
            assertThat(crowd.dismiss()).allMatch(Answer::served);
            var orders = witness.seen();
            assertThat(orders)
                    .filteredOn(order -> order.user("tieline-class").equals("personal"))
                    .isNotEmpty()
                    .allSatisfy(order -> assertThat(order.topic()).isEqualTo("tl/v1/acme/work/eu-central/fra-1"));
            assertThat(orders)
                    .filteredOn(order -> order.topic().contains("us-east"))
                    .noneMatch(order -> order.user("tieline-class").matches("personal|special|unknown"));
        }
    }

    @Test
    void shouldKeepHealthWorkAndRefuseItWithTheRuleWhenFull(Federation federation) throws Exception {
        var gateway = federation.gateway().caller();
        int room = Federation.GATEWAY_SLOTS + Federation.GATEWAY_QUEUE;
        try (var witness = federation.watch("witness", ALL_WORK);
                var crowd = new Crowd(room, () -> gateway.asking(Federation.LONG_RUN, HEALTH))) {
            // A place is free for a moment whenever one of the crowd has its answer.
            var refused = Eventually.find(
                    "a refusal",
                    () -> Optional.of(gateway.ask(Requests.simple("simple", 41), HEALTH))
                            .filter(answer -> !answer.served()));

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.rule()).isEqualTo("health-never-leaves");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(Objects.requireNonNull(refused.error()).message())
                    .contains("All run slots and the queue of this node are taken", "health-never-leaves");
            assertThat(crowd.dismiss())
                    .filteredOn(Answer::served)
                    .isNotEmpty()
                    .extracting(Answer::site)
                    .containsOnly("clinic-berlin");
            assertThat(witness.seen()).isEmpty();
        }
    }

    @Test
    void shouldHaveDoneElsewhereWhatThisNodeCannotDo(Federation federation) {
        var answer = federation.gateway().caller().ask(Requests.simple(Workplace.REGIONAL, 41), PERSONAL);

        var response = answer.served("a request for a model that only the region holds");
        assertThat(response.model().name().value()).isEqualTo(Workplace.REGIONAL);
        assertThat(response.outputs().getFirst().ints()).containsOnly(42);
        assertThat(response.parameters())
                .containsEntry("tieline_site", "eu-central")
                .containsEntry("tieline_jurisdiction", "DE")
                .containsEntry("tieline_route", "offload")
                .containsEntry("tieline_decision", "personal-in-eea");
    }

    @Test
    void shouldNotSendHealthWorkEvenToTheOnlyNodeThatCouldDoIt(Federation federation) throws Exception {
        try (var witness = federation.watch("witness", ALL_WORK)) {
            var answer = federation.gateway().caller().ask(Requests.simple(Workplace.REGIONAL, 41), HEALTH);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.rule()).isEqualTo("health-never-leaves");
            assertThat(witness.seen()).isEmpty();
        }
    }

    @Test
    void shouldGiveTheSameVectorWhereverTheModelRuns(Federation federation) throws Exception {
        var question = Requests.minilm(1, 12);
        var here = federation.gateway().caller().ask(question, PERSONAL);
        try (var crowd = federation.occupyGateway()) {
            var there = firstOffloaded(federation, question, PERSONAL);

            assertThat(here.route()).isEqualTo("local");
            assertThat(there.site()).isEqualTo("eu-central");
            assertThat(there.served("an offloaded embedding")
                            .outputs()
                            .getFirst()
                            .floats())
                    .hasSize(12 * 384)
                    .isEqualTo(here.served("a local embedding")
                            .outputs()
                            .getFirst()
                            .floats());
            assertThat(crowd.dismiss()).allMatch(Answer::served);
        }
    }

    @Test
    void shouldSayThatNobodyKnowsAModel(Federation federation) {
        var answer = federation.gateway().caller().ask(Requests.simple("nobody", 41), PUBLIC);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isInstanceOf(InferenceError.UnknownModel.class);
        assertThat(Objects.requireNonNull(answer.error()).message())
                .startsWith("Request for unknown model")
                .contains("nobody");
    }

    /** The slot of an occupied gateway could be free for a moment if this machine stopped to breathe. */
    private static Answer firstOffloaded(Federation federation, InferenceRequest request, DataLabel label)
            throws Exception {
        return Eventually.find(
                "an answer from elsewhere",
                () -> Optional.of(federation.gateway().caller().ask(request, label))
                        .filter(answer -> "offload".equals(answer.route())));
    }
}
