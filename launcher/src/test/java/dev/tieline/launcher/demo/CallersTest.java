package dev.tieline.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.client.ConnectionException;
import dev.tieline.client.TielineClient;
import dev.tieline.launcher.infer.FakeNode;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1, 1), new int[] {1});

    @Test
    void shouldAskUntilTheyAreSentHome() throws Exception {
        try (var node = new FakeNode(503, request -> answer("eu-west"));
                var client = TielineClient.at(node.address());
                var callers = Callers.asking(3, sums(client))) {
            var begin = System.nanoTime();
            callers.await("an answer", call -> call.begun() - begin >= 0);

            var calls = callers.dismiss();

            assertThat(calls).hasSize(node.seen().size()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(Outcomes.of(calls.stream().map(Callers.Call::outcome).toList())
                            .sites())
                    .containsExactly("eu-west");
        }
    }

    @Test
    void shouldTakeARefusalForAnOutcome() throws Exception {
        var asked = new AtomicInteger();
        try (var node = new FakeNode(503, request -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new InferenceException(new InferenceError.Unreachable("nobody is there"));
                    }
                    return answer("eu-west");
                });
                var client = TielineClient.at(node.address());
                var callers = Callers.asking(1, sums(client))) {
            callers.await("an answer after the refusal", call -> call.outcome() instanceof Outcome.Answered);

            assertThat(callers.dismiss().getFirst().outcome()).isEqualTo(new Outcome.Refused("", "nobody is there"));
        }
    }

    @Test
    void shouldFailWhereNobodyAnswersAtAll() throws Exception {
        var node = new FakeNode(503, request -> answer("eu-west"));
        node.close();

        try (var client = TielineClient.at(node.address());
                var callers = Callers.asking(2, sums(client))) {
            assertThatThrownBy(() -> callers.await("an answer", call -> true))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("no node answers at");
            assertThatThrownBy(callers::dismiss).isInstanceOf(ConnectionException.class);
        }
    }

    private static Question sums(TielineClient client) {
        return () -> client.model("simple").infer(ROW);
    }

    private static InferenceResponse answer(String site) {
        var parameters = Map.<String, Object>of("tieline_site", site, "tieline_jurisdiction", "FR");
        return new InferenceResponse(ModelRef.of("simple@1"), null, parameters, List.of(ROW));
    }
}
