package dev.tieline.e2e;

import static dev.tieline.e2e.ControlledFederation.deployment;
import static dev.tieline.e2e.Federation.TOPICS;
import static dev.tieline.e2e.Requests.HEALTH;
import static dev.tieline.e2e.Requests.PERSONAL;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Routes;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.policy.DataLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The life of a federation that a controller looks after, from the first call on; each step goes on from the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PlacementIT {
    private static final InferenceRequest SENTENCE = Requests.minilm(1, 16);
    private static final String PERSONAL_UP = "{class: personal}";

    private static ControlledFederation federation;

    @BeforeAll
    static void start() throws Exception {
        federation = ControlledFederation.start("placement");
    }

    @AfterAll
    static void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    @Order(1)
    void shouldKnowNoModelBeforeAnythingIsDeployed() {
        var answer = federation.gateway().caller().ask(SENTENCE, PERSONAL);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isInstanceOf(InferenceError.UnknownModel.class);
    }

    @Test
    @Order(2)
    void shouldAnswerTheFirstCallWithWarmingAndALaterOneFromWherePolicyAllows() throws Exception {
        try (var witness = federation.watch("witness", "tl/v1/+/work/+/+", "tl/v1/+/dispatch/+")) {
            assertThat(federation.controller().apply(deployment("embeddings", "minilm@1", 0, 2, PERSONAL_UP)))
                    .isEqualTo("created");

            var first = Eventually.find(
                    "an answer of the controller",
                    () -> Optional.of(federation.gateway().caller().ask(SENTENCE, PERSONAL))
                            .filter(answer -> answer.status() != 404));
            var served = askUntilServed(SENTENCE, PERSONAL);

            assertThat(first.status()).isEqualTo(503);
            assertThat(first.error()).isInstanceOf(InferenceError.Warming.class);
            assertThat(first.headers().firstValue("Retry-After")).isPresent();
            assertThat(served.route()).isIn("offload", "local");
            assertThat(served.site()).isIn("eu-central", "eu-west", "clinic-berlin");
            // Personal data may not go to a node that is not known yet: an enquiry went, and no body.
            assertThat(witness.seen())
                    .filteredOn(message -> message.topic().contains("/dispatch/"))
                    .isNotEmpty()
                    .allMatch(message -> message.payload().length == 0);
            assertThat(witness.seen())
                    .filteredOn(message -> message.topic().contains("/work/"))
                    .noneMatch(message -> message.topic().contains("us-east"));
        }
    }

    @Test
    @Order(3)
    void shouldSayWhyItStandsWhereItDoes() throws Exception {
        var decision = federation.controller().get("/why/placement?deployment=embeddings");

        assertThat(decision.string("outcome")).isEqualTo("placed");
        assertThat(decision.list("chosen").maps()).isNotEmpty();
        assertThat(decision.list("rejected").maps()).anySatisfy(rejected -> {
            assertThat(rejected.string("node")).isEqualTo("us-east/va-1");
            assertThat(rejected.string("filter")).isEqualTo("sovereignty");
        });
        var route = federation
                .controller()
                .get("/why/route?from=clinic-berlin/gw-1&model=minilm&class=special&tags=health");
        assertThat(route.list("nodes").maps())
                .isNotEmpty()
                .noneMatch(node -> node.string("verdict").equals("route"))
                .anySatisfy(node -> assertThat(node.findString("rule")).contains("health-never-leaves"));
    }

    @Test
    @Order(4)
    void shouldRefuseHealthDataWithTheRuleAndSendNothingAnywhere() throws Exception {
        try (var witness = federation.watch("witness", "tl/v1/+/work/+/+", "tl/v1/+/dispatch/+")) {
            var answer = federation.virginia().caller().ask(SENTENCE, HEALTH);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.rule()).isEqualTo("health-never-leaves");
            assertThat(witness.seen()).isEmpty();
        }
    }

    @Test
    @Order(5)
    void shouldChangeNothingWhenTheSameIsAppliedAgain() throws Exception {
        var before = federation.controller().get("/placements");

        assertThat(federation.controller().apply(deployment("embeddings", "minilm@1", 0, 2, PERSONAL_UP)))
                .isEqualTo("unchanged");
        assertThat(federation.controller().apply(ControlledFederation.SITES)).isEqualTo("unchanged");

        assertThat(federation.controller().get("/placements").list("placements").maps())
                .hasSameSizeAs(before.list("placements").maps());
    }

    @Test
    @Order(6)
    void shouldNameLineAndKeyOfWhatIsWrongInAFile() throws Exception {
        var refused =
                federation.controller().post(deployment("embeddings", "minilm@1", 3, 2, PERSONAL_UP) + "replicaz: 1\n");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("replicaz");
    }

    @Test
    @Order(7)
    void shouldPlaceWhatIsAlwaysWantedAndSpillThere() throws Exception {
        assertThat(federation.controller().apply(deployment("sums", "simple@1", 2, 2, "{class: public}")))
                .isEqualTo("created");

        var nodes = federation.awaitPlaced("sums");
        for (var node : federation.nodes().toList()) {
            if (nodes.contains(node.address().toString())) {
                federation.awaitHolding(node, "simple@1");
            }
        }
        var answer = askUntilServed(Requests.simple("simple", 41), PUBLIC);

        assertThat(nodes).hasSize(2);
        assertThat(nodes).contains(answer.site() + "/" + nodeName(answer));
    }

    @Test
    @Order(8)
    void shouldHaveTheControllerForwardWhatMayGoAnywhereWhereNoRouteLeads() throws Exception {
        var pinned = federation.startNode(
                "clinic-berlin/gw-2", "--routes=" + federation.place().write("no-routes.yaml", """
                                apiVersion: tieline.dev/routes/v1
                                generation: 1
                                routes: {}
                                labels: {simple: {class: public, tags: []}}
                                """));
        try (var witness = federation.watch("witness", "tl/v1/+/work/+/+", "tl/v1/+/dispatch/+")) {
            var answer = Eventually.find(
                    "an answer",
                    () -> Optional.of(pinned.caller().ask(Requests.simple("simple", 41), PUBLIC))
                            .filter(Answer::served));

            assertThat(answer.route()).isEqualTo("dispatch");
            assertThat(federation.awaitPlaced("sums")).contains(answer.site() + "/" + nodeName(answer));
            assertThat(witness.seen())
                    .filteredOn(message -> message.topic().contains("/dispatch/"))
                    .anyMatch(message -> message.payload().length > 0);
            assertThat(witness.seen())
                    .filteredOn(message -> message.topic().contains("/work/"))
                    .isNotEmpty()
                    .allMatch(message -> message.user("tieline-via").equals("controller-fra"));
        } finally {
            pinned.process().kill();
        }
    }

    @Test
    @Order(9)
    void shouldServeAfterARebootWithNoNetworkAtAll() throws Exception {
        var holder = federation.node(federation.awaitPlaced("embeddings"));
        holder.process().kill();
        federation.broker().stop();

        var answer = holder.launch().awaitReady().caller().ask(SENTENCE, PERSONAL);

        assertThat(answer.served()).isTrue();
        assertThat(answer.route()).isEqualTo("local");
        federation.broker().start();
        federation.awaitNode(holder, "fresh");
        federation.awaitHolding(holder, "minilm@1");
    }

    @Test
    @Order(10)
    void shouldGoOnAsItWasAfterTheControllerWasKilled() throws Exception {
        var holder = federation.node(federation.awaitPlaced("embeddings"));
        var topics = new String[] {
            TOPICS.desired(holder.address()), TOPICS.routes(federation.gateway().address())
        };
        var before = retained("before", topics);
        var loads = loadsOf(holder);

        federation.controller().process().kill();
        assertThat(askUntilServed(SENTENCE, PERSONAL).served()).isTrue();
        var unused = federation.controller().start();
        federation.awaitHolding(holder, "minilm@1");
        for (var node : federation.nodes().toList()) {
            federation.awaitNode(node, "fresh");
        }
        assertThat(federation.awaitPlaced("embeddings"))
                .contains(holder.address().toString());

        assertThat(retained("after", topics)).isEqualTo(before);
        assertThat(loadsOf(holder)).isEqualTo(loads);
        assertThat(federation.controller().apply(deployment("embeddings", "minilm@1", 0, 2, PERSONAL_UP)))
                .isEqualTo("unchanged");
    }

    @Test
    @Order(11)
    void shouldHangEverythingUpAgainAtABrokerThatHasLostIt() throws Exception {
        var holder = federation.node(federation.awaitPlaced("embeddings"));
        var topics = new String[] {
            TOPICS.desired(holder.address()),
            TOPICS.routes(federation.gateway().address()),
            TOPICS.sites(),
            TOPICS.policy(),
            TOPICS.birth(holder.address()),
            TOPICS.reported(holder.address())
        };
        var loads = loadsOf(holder);

        federation.broker().stop();
        federation.broker().start();
        try (var watch = federation.watch("watch", topics)) {
            for (var topic : topics) {
                var unused = watch.await(topic, message -> message.topic().equals(topic));
            }
        }
        assertThat(askUntilServed(SENTENCE, PERSONAL).site()).isNotEqualTo("us-east");

        assertThat(loadsOf(holder)).isEqualTo(loads);
    }

    @Test
    @Order(12)
    void shouldGiveOutHigherGenerationsThoughTheControllerHasForgottenEverything() throws Exception {
        var holder = federation.node(federation.awaitPlaced("sums"));
        var topic = TOPICS.desired(holder.address());
        var before = DesiredState.read(topic, retained("before", topic).getFirst());

        federation.controller().process().kill();
        federation.controller().forgetEverything();
        var unused = federation.controller().start();
        federation.declare();
        assertThat(federation.controller().apply(deployment("sums", "simple@1", 4, 4, "{class: public}")))
                .isEqualTo("created");

        try (var watch = federation.watch("watch", topic)) {
            var after = watch.await(
                    "a higher generation",
                    message -> message.payload().length > 0
                            && DesiredState.read(topic, message.text()).generation() > before.generation());
            assertThat(DesiredState.read(topic, after.text()).models())
                    .extracting(model -> model.ref().toString())
                    .contains("simple@1");
        }
        for (var node : federation.nodes().toList()) {
            federation.awaitHolding(node, "simple@1");
        }
    }

    @Test
    @Order(13)
    void shouldUnloadWhatIsNoLongerDeployed() throws Exception {
        assertThat(federation.controller().delete("/deployments/sums")).isBetween(200, 204);

        for (var node : federation.nodes().toList()) {
            federation.awaitNotHolding(node, "simple@1");
        }
        try (var watch =
                federation.watch("watch", TOPICS.routes(federation.gateway().address()))) {
            var unused = watch.await(
                    "routes without it",
                    message -> message.payload().length > 0
                            && Routes.read("routes", message.text()).models().stream()
                                    .noneMatch(model -> model.value().equals("simple")));
        }
    }

    @Test
    @Order(14)
    void shouldLetANodesOwnStricterPolicyRefuseWhatTheControllerPlaces() throws Exception {
        var stricter = Federation.POLICY.replace("version: 1,", "version: 1000,")
                + "  - {id: no-models-here, effect: forbid, for: {class: [public], action: [deploy-model]}}\n";
        var strict = federation.startNode(
                "eu-west/lyon-2", "--policy=" + federation.place().write("stricter.yaml", stricter));
        federation.awaitNode(strict, "fresh");

        assertThat(federation.controller().apply(deployment("sums", "simple@1", 5, 5, "{class: public}")))
                .isEqualTo("created");
        assertThat(federation.awaitPlaced("sums")).isNotEmpty();

        var refused = Eventually.find(
                "the controller to learn that lyon-2 refuses",
                () -> federation.controller().get("/why/placement?deployment=sums").list("rejected").maps().stream()
                        .filter(rejected -> rejected.string("node").equals("eu-west/lyon-2"))
                        .filter(rejected -> rejected.string("filter").equals("failure"))
                        .findFirst());
        assertThat(refused.string("reason"))
                .contains("its weights, which are public, may not be brought here", "rule no-models-here forbids it");
        assertThat(loadsOf(strict)).isZero();
        for (var node : federation.nodes().toList()) {
            federation.awaitHolding(node, "simple@1");
        }
    }

    /** Asks again and again, as a client does that heeds the retry-after, until there is an answer. */
    private static Answer askUntilServed(InferenceRequest request, DataLabel label) throws Exception {
        return Eventually.find(
                "an answer for " + request.model(),
                () -> Optional.of(federation.gateway().caller().ask(request, label))
                        .filter(Answer::served));
    }

    private static String nodeName(Answer answer) {
        return String.valueOf(answer.says("tieline_node"));
    }

    /** What the broker keeps at some topics. */
    private static List<String> retained(String client, String... topics) throws Exception {
        try (var watch = federation.watch(client, topics)) {
            var texts = new ArrayList<String>();
            for (var topic : topics) {
                texts.add(watch.await(topic, message -> message.topic().equals(topic))
                        .text());
            }
            return texts;
        }
    }

    /** How often a node has loaded a model, by its log. */
    private static long loadsOf(Node node) throws Exception {
        return node.process().output().stream()
                .filter(line -> line.contains("Loaded "))
                .count();
    }
}
