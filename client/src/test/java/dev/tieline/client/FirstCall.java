package dev.tieline.client;

import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** The programs of docs/client.md, which are included there word by word. */
final class FirstCall {

    private FirstCall() {}

    static void first(URI address) throws Exception {
        // docs: first
        try (var node = TielineClient.at(address)) { // such as http://127.0.0.1:8000
            int[] row = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
            var left = Tensor.ofInts("INPUT0", Shape.of(1, 16), row);
            var right = Tensor.ofInts("INPUT1", Shape.of(1, 16), row);

            var answer = node.model("simple").infer(left, right);

            int[] sums = answer.output("OUTPUT0").ints();
            System.out.println(
                    Arrays.toString(sums) + " from " + answer.servedAt().site());
        }
        // docs: end
    }

    static float[][] texts(TielineClient node, Path tokenizerJson) throws Exception {
        // docs: texts
        var minilm = node.model("minilm").dataClass("personal").tokenizer(tokenizerJson);

        float[][] vectors = minilm.embed("The pump is leaking", "Lunch is at noon");
        // docs: end
        return vectors;
    }

    static String worded(TielineClient node, Tensor left, Tensor right) throws InterruptedException {
        // docs: worded
        var care = node.model("simple")
                .within(Duration.ofSeconds(2)) // the deadline; 10 s unless told
                .dataClass("special")
                .tags("health")
                .purpose("care")
                .retrying(); // ask again when the node says "not now"

        try {
            return care.infer(left, right).servedAt().decision();
        } catch (RefusedException e) {
            return e.code() + ": " + e.getMessage()
                    + e.rule().map(rule -> " (rule " + rule + ")").orElse("");
        }
        // docs: end
    }

    static Answer async(TielineClient node, Tensor left, Tensor right) throws Exception {
        // docs: async
        var asked = node.model("simple").inferAsync(left, right); // a CompletableFuture<Answer>
        asked.cancel(true); // ends the connection, and the node frees the place

        var pending = node.model("simple").within(Duration.ofMinutes(5)).submit(left, right);
        pending.location().ifPresent(System.out::println); // for a later TielineClient.pending(...)
        var answer = pending.await();
        // docs: end
        return answer;
    }
}
