package dev.tieline.launcher.infer;

import dev.tieline.models.infer.InferenceResponse;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shows answers to people: first values, and where and why. */
record PeopleReport() implements Report {
    private static final int SHOWN = 4;
    private static final int TEXT_WIDTH = 48;

    @Override
    public void tensors(InferenceResponse response, PrintWriter out) {
        out.println(response.model());
        response.outputs().forEach(tensor -> out.println("  " + TensorText.of(tensor)));
        out.println("  " + whereAndWhy(response.parameters()));
    }

    @Override
    public void embeddings(List<Embedded> answers, PrintWriter out) {
        for (int i = 0; i < answers.size(); i++) {
            var answer = answers.get(i);
            out.println((i + 1) + " \"" + shorten(answer.text()) + "\"");
            out.println("  " + answer.response().model() + ": " + answer.vector().length + " numbers ["
                    + head(answer.vector()) + "]");
            out.println("  " + whereAndWhy(answer.response().parameters()));
        }
        if (answers.size() > 1) {
            out.println("How alike (cosine):");
            matrix(Cosine.matrix(answers.stream().map(Embedded::vector).toList()), out);
        }
    }

    private static void matrix(double[][] matrix, PrintWriter out) {
        var header = IntStream.rangeClosed(1, matrix.length)
                .mapToObj(column -> String.format(Locale.ROOT, "%8d", column))
                .collect(Collectors.joining());
        out.println("    " + header);
        for (int row = 0; row < matrix.length; row++) {
            var line = new StringBuilder(String.format(Locale.ROOT, "%4d", row + 1));
            for (var value : matrix[row]) {
                line.append(String.format(Locale.ROOT, "%8.3f", value));
            }
            out.println(line);
        }
    }

    // The node tells it in the answer's parameters; another server of the protocol does not.
    private static String whereAndWhy(Map<String, Object> parameters) {
        var site = parameters.get("tieline_site");
        if (site == null) {
            return "the server does not say where it ran";
        }
        var line = new StringBuilder("ran at " + site + "/" + parameters.getOrDefault("tieline_node", "?"));
        append(line, ", jurisdiction ", parameters.get("tieline_jurisdiction"));
        append(line, "; route ", parameters.get("tieline_route"));
        append(line, "; ", parameters.get("tieline_decision"));
        return line.toString();
    }

    private static void append(StringBuilder line, String before, @Nullable Object value) {
        if (value != null) {
            line.append(before).append(value);
        }
    }

    private static String head(float[] vector) {
        return IntStream.range(0, Math.min(SHOWN, vector.length))
                .mapToObj(i -> TensorText.number(vector[i]))
                .collect(Collectors.joining(", ", "", vector.length > SHOWN ? ", ..." : ""));
    }

    private static String shorten(String text) {
        var line = text.replaceAll("\\s+", " ");
        return line.length() <= TEXT_WIDTH ? line : line.substring(0, TEXT_WIDTH - 3) + "...";
    }
}
