package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.models.infer.InferenceError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many offloads, one after the other, to nodes that answer, refuse, vanish and come back as chance has it. */
class AttemptsSimulationTest {
    private static final int CALLS = 60;
    private static final List<Candidate> NODES = IntStream.range(0, 8)
            .mapToObj(number -> Stage.candidate("site-" + number / 2 + "/n-" + number))
            .toList();

    private Random chance = new Random();
    private Stage stage = new Stage(0);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldEndEachOffloadOnceByItsDeadlineAtAPermittedNode(long seed) {
        chance = new Random(seed);
        stage = new Stage(seed);
        int served = 0;
        for (int call = 0; call < CALLS; call++) {
            NODES.forEach(node -> stage.with(node, chance.nextInt(8) == 0 ? this::misbehave : this::mostlyAnswer));
            var permitted = permitted();
            var budget = Duration.ofMillis(1 + chance.nextInt(12_000));
            var deadline = stage.now().plus(budget);

            var result = stage.offload(budget, Stage.ATTEMPT_TIMEOUT, permitted);

            assertThat(stage.now()).isLessThanOrEqualTo(deadline);
            assertThat(stage.asked).doesNotHaveDuplicates();
            assertThat(permitted).extracting(Candidate::node).containsAll(stage.asked);
            assertThat(stage.replies.size()).isZero();
            assertThat(stage.replies.attempts()).isZero();
            served += check(result, permitted) ? 1 : 0;
            stage.pass(Duration.ofMillis(chance.nextInt(1_000)));
        }
        assertThat(served).as("most nodes answer most of the time").isGreaterThan(CALLS / 3);
        assertThatAllWhoAreBackAreUsedAgain();
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /** True if it was served. */
    private boolean check(OffloadResult result, List<Candidate> permitted) {
        return switch (result) {
            case OffloadResult.Served(var response, var by, var id) -> {
                assertThat(permitted).contains(by);
                assertThat(stage.asked).contains(by.node());
                yield true;
            }
            case OffloadResult.Faulty faulty -> true;
            case OffloadResult.Failed failed -> {
                assertThat(failed.tried()).extracting(Attempt::node).doesNotHaveDuplicates();
                assertThat(permitted)
                        .extracting(Candidate::node)
                        .containsAll(failed.tried().stream().map(Attempt::node).toList());
                yield false;
            }
        };
    }

    private void assertThatAllWhoAreBackAreUsedAgain() {
        NODES.forEach(node -> stage.with(node, Stage.answers(Duration.ofMillis(5))));
        for (int round = 0; round < 10; round++) {
            stage.pass(Circuit.LONGEST_PAUSE);
            for (var node : NODES) {
                stage.offload(Duration.ofSeconds(10), node);
            }
        }
        for (var node : NODES) {
            assertThat(stage.circuits.obstacle(node.node())).isEmpty();
            assertThat(stage.offload(Duration.ofSeconds(10), node)).isInstanceOf(OffloadResult.Served.class);
        }
    }

    private List<Candidate> permitted() {
        var shuffled = new ArrayList<>(NODES);
        Collections.shuffle(shuffled, chance);
        return List.copyOf(shuffled.subList(0, 1 + chance.nextInt(NODES.size())));
    }

    private void mostlyAnswer(Stage.Message message) {
        message.acknowledge();
        message.answer(Duration.ofMillis(1 + chance.nextInt(200)));
    }

    private void misbehave(Stage.Message message) {
        switch (chance.nextInt(8)) {
            case 0 -> Stage.silent().receive(message);
            case 1 -> Stage.absent().receive(message);
            case 2 -> Stage.unacknowledged().receive(message);
            case 3 -> Stage.blocked().receive(message);
            case 4 ->
                message.outcome(new PublishOutcome.Failed(
                        new LinkFailure(LinkFailure.Kind.CONNECTION_LOST, 0, "the connection ended")));
            case 5 -> stage.after(Duration.ofMillis(chance.nextInt(3_000)), stage.replies::linkLost);
            case 6 -> Stage.answers(Duration.ofMillis(chance.nextInt(8_000))).receive(message);
            default ->
                Stage.refuses(
                                Duration.ofMillis(chance.nextInt(100)),
                                new InferenceError.Overloaded("full", Duration.ZERO, null))
                        .receive(message);
        }
    }
}
