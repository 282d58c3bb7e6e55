package dev.tieline.launcher.infer;

import dev.tieline.client.Answer;
import dev.tieline.client.Embedding;
import dev.tieline.client.ServedAt;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows answers to people: first values, and where and why. */
record PeopleReport() implements Report {
    private static final int SHOWN = 4;
    private static final int TEXT_WIDTH = 48;

    @Override
    public void tensors(Answer answer, PrintWriter out) {
        out.println(answer.model());
        answer.outputs().forEach(tensor -> out.println("  " + TensorText.of(tensor)));
        out.println("  " + whereAndWhy(answer.servedAt()));
    }

    @Override
    public void embeddings(List<Embedding> answers, PrintWriter out) {
        for (int i = 0; i < answers.size(); i++) {
            var answer = answers.get(i);
            out.println((i + 1) + " \"" + shorten(answer.text()) + "\"");
            out.println("  " + answer.answer().model() + ": " + answer.vector().length + " numbers ["
                    + head(answer.vector()) + "]");
            out.println("  " + whereAndWhy(answer.answer().servedAt()));
        }
        if (answers.size() > 1) {
            out.println("How alike (cosine):");
            matrix(Cosine.matrix(answers.stream().map(Embedding::vector).toList()), out);
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
    private static String whereAndWhy(ServedAt place) {
        if (!place.known()) {
            return "the server does not say where it ran";
        }
        return "ran at " + place.site() + "/" + (place.node().isEmpty() ? "?" : place.node())
                + after(", jurisdiction ", place.jurisdiction())
                + after(", operator ", place.operator())
                + after("; route ", place.route())
                + after("; ", place.decision())
                + after("; decision ", place.decisionId());
    }

    private static String after(String before, String value) {
        return value.isEmpty() ? "" : before + value;
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
