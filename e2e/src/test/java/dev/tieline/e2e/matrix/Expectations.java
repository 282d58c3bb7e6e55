package dev.tieline.e2e.matrix;

import static dev.tieline.e2e.matrix.MatrixFederation.CLINICAL;
import static dev.tieline.e2e.matrix.MatrixFederation.REGIONAL;
import static dev.tieline.e2e.matrix.MatrixFederation.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.e2e.Eventually;
import dev.tieline.e2e.Requests;
import dev.tieline.e2e.matrix.MatrixFederation.Member;
import dev.tieline.models.infer.InferenceError;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What holds while one process is broken, and once it is healed, beside what holds for every call. */
final class Expectations {
    private static final int SOME = 10;
    private static final int MANY = 24;

    private final MatrixFederation federation;
    private final Breaker breaker;
    private final Member holder;
    private final Map<String, String> documents;
    private final Map<String, Long> loads;
    private final int changes;
    private boolean cutOff;

    /**
     * Looks at a federation that is whole.
     *
     * @param holder of the regional model
     */
    Expectations(MatrixFederation federation, Breaker breaker, Member holder) {
        this.federation = federation;
        this.breaker = breaker;
        this.holder = holder;
        this.documents = federation.witness().documents();
        this.loads = loads();
        this.changes = federation.witness().changed();
    }

    /** Waits until everything that should follow from an injury has, and asserts what should not. */
    void whileBroken(Injury injury) throws Exception {
        switch (injury.fault()) {
            case FORGET -> {} // it is on its way back already
            case KILL, FREEZE, BLACK_HOLE -> {
                switch (injury.target()) {
                    case EXECUTOR -> executorIsReplaced();
                    case BROKER -> {
                        gatewayServesAlone();
                        offloadIsRefused();
                    }
                    case CONTROLLER -> routesGoOn();
                    case EDGE -> edge(injury.fault());
                }
            }
        }
    }

    /** Asserts what an injury must not have cost, once all is whole again. */
    void afterwards(Injury injury) throws Exception {
        switch (injury.target()) {
            case EXECUTOR -> executorIsUsedAgain();
            case BROKER, CONTROLLER -> {
                nothingWasDecidedAnew();
                assertThat(loads()).as("how often models were loaded, by node").isEqualTo(loads);
            }
            case EDGE -> {
                if (injury.fault() == Fault.KILL) {
                    gatewayServesFromItsDisk();
                }
            }
        }
    }

    private void executorIsReplaced() throws Exception {
        federation.awaitSeen(holder, "not fresh", seen -> !seen.string("state").equals("fresh"));
        var heir = Eventually.find(
                REGIONAL + " to be placed elsewhere",
                () -> federation.holders(REGIONAL).stream()
                        .filter(member -> !member.equals(holder))
                        .findFirst());
        federation.awaitHolding(heir, REGIONAL);
        federation.awaitRoutes(
                "no route to " + holder,
                routes -> routes.models().stream()
                        .noneMatch(model -> routes.forModel(model).contains(holder.address())));
        var unused = federation.awaitAnswer(
                REGIONAL, Requests.PERSONAL, answer -> heir.site().equals(answer.site()));
    }

    /** Calls that come at once are shared by those who may serve them; one at a time would all go to the first. */
    private void executorIsUsedAgain() throws Exception {
        var caller = federation.gateway().node().caller();
        var unused = Eventually.find(holder + " to answer again what the gateway is asked", () -> {
            var answers = caller.askAtOnce(MANY, federation.probe(WORLD, Requests.PERSONAL), Requests.PERSONAL);
            return Optional.of(holder)
                    .filter(back ->
                            answers.stream().anyMatch(answer -> back.site().equals(answer.site())));
        });
    }

    private void gatewayServesAlone() {
        for (int i = 0; i < SOME; i++) {
            var answer = federation
                    .gateway()
                    .node()
                    .caller()
                    .ask(federation.probe(CLINICAL, Requests.HEALTH), Requests.HEALTH);
            assertThat(answer.served("what needs nobody else").parameters())
                    .containsEntry("tieline_site", "clinic-berlin");
        }
    }

    private void offloadIsRefused() throws Exception {
        var refusal = federation.awaitAnswer(
                REGIONAL, Requests.PERSONAL, answer -> answer.error() instanceof InferenceError.Unreachable);
        assertThat(Objects.requireNonNull(refusal.error()).message()).contains("broker");
        cutOff = true;
    }

    /** Whether the gateway was seen to know that it reaches nobody. */
    boolean isCutOff() {
        return cutOff;
    }

    private void routesGoOn() throws Exception {
        for (int i = 0; i < SOME; i++) {
            var unused = federation.awaitAnswer(
                    REGIONAL,
                    Requests.PERSONAL,
                    answer -> "offload".equals(answer.route()) && holder.site().equals(answer.site()));
        }
        nothingWasDecidedAnew();
    }

    private void edge(Fault fault) throws Exception {
        federation.awaitSeen(
                federation.gateway(), "not fresh", seen -> !seen.string("state").equals("fresh"));
        if (fault == Fault.BLACK_HOLE) {
            gatewayServesAlone();
            offloadIsRefused();
        }
    }

    /** Kills the gateway once more, and starts it where it reaches nobody. */
    private void gatewayServesFromItsDisk() throws Exception {
        var gateway = federation.gateway();
        breaker.kill(gateway);
        gateway.line().refuse();
        try {
            breaker.started(gateway.node().launch().awaitReady().address());
            gatewayServesAlone();
        } finally {
            gateway.line().heal();
        }
        federation.awaitWhole();
    }

    /** The witness saw no document replaced by another one, and what hung there hangs there. */
    void nothingWasDecidedAnew() throws Exception {
        var replaced = federation.witness().changesFrom(changes);
        if (!replaced.isEmpty()) {
            throw new AssertionError("the controller replaced " + replaced.size()
                    + " documents without need, the first of them " + replaced.getFirst());
        }
        var unused = Eventually.find(
                "the documents to hang where they hung",
                () -> Optional.of(federation.witness().documents()).filter(documents::equals));
    }

    private Map<String, Long> loads() {
        return federation
                .members()
                .collect(
                        Collectors.toMap(Member::toString, MatrixFederation::loads, (one, other) -> one, TreeMap::new));
    }
}
