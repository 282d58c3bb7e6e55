package dev.tieline.e2e.matrix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of all cells so far, written anew after each of them: a table for people, JSON for programs. */
final class Report {
    private static final int MOST_VIOLATIONS = 10;

    private final Path folder;
    private final String form;
    private final Instant begun;
    private final List<CellResult> results = new ArrayList<>();

    /**
     * @param form which cells were asked for, and by what seed
     * @param clock tells when it begins
     */
    Report(Path folder, String form, Clock clock) {
        this.folder = folder;
        this.form = form;
        this.begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    void add(CellResult result) throws IOException {
        results.add(result);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.md"), markdown());
        try (var json = new JsonFactory().createGenerator(Files.newBufferedWriter(folder.resolve("report.json")))) {
            write(json.useDefaultPrettyPrinter());
        }
    }

    String markdown() {
        var text = new StringBuilder("# Kill matrix\n\n");
        text.append("%s, %s. %d cells, %d calls, %d violations, %d cells failed.%n%n"
                .formatted(form, begun, results.size(), calls(), violations(), failed()));
        text.append(machine()).append(".\n\n");
        text.append("| cell | calls | answered | refused | gone | late | violations | healed in | held |\n");
        text.append("|---|--:|---|---|--:|--:|--:|--:|---|\n");
        results.forEach(result -> text.append(row(result)));
        text.append("""

                `answered` by site, `refused` by the code of the error (in brackets: of calls sent and ended while it was
                broken), `gone`: the connection to the asked node broke; `late`: ended more than 100 ms after the deadline,
                apart from calls to a node that was stopped meanwhile; over 500 ms is a violation, as far as the callers did not
                stand still themselves. `healed in`: from the first thing that was done until everything was whole again.
                """);
        results.stream().filter(result -> !result.held()).forEach(result -> text.append(trouble(result)));
        return text.toString();
    }

    private static String row(CellResult result) {
        var all = result.all();
        return "| %s | %d | %s | %s | %d | %d | %d | %s | %s |%n"
                .formatted(
                        result.cell(),
                        all.calls(),
                        counts(all.answered()),
                        counts(all.refused())
                                + (result.refusedMeanwhile().isEmpty()
                                        ? ""
                                        : " (" + counts(result.refusedMeanwhile()) + ")"),
                        all.gone(),
                        all.late(),
                        result.violations().size(),
                        result.timeToHeal().map(CellResult::seconds).orElse("never"),
                        result.held() ? "yes" : "**no**");
    }

    private static String trouble(CellResult result) {
        var text = new StringBuilder("\n## ").append(result.cell()).append("\n\n");
        var failure = result.failure();
        if (failure != null) {
            text.append("- ").append(CellResult.firstLine(failure)).append('\n');
        }
        result.violations().stream()
                .limit(MOST_VIOLATIONS)
                .forEach(violation -> text.append("- ").append(violation).append('\n'));
        int more = result.violations().size() - MOST_VIOLATIONS;
        return text.append(more > 0 ? "- and " + more + " more\n" : "").toString();
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("form", form);
        json.writeStringField("begun", begun.toString());
        json.writeStringField("machine", machine());
        json.writeNumberField("calls", calls());
        json.writeNumberField("violations", violations());
        json.writeArrayFieldStart("cells");
        for (var result : results) {
            write(json, result);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CellResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("cell", result.cell().toString());
        json.writeBooleanField("held", result.held());
        json.writeNumberField("calls", result.all().calls());
        write(json, "answered", result.all().answered());
        write(json, "refused", result.all().refused());
        write(json, "refusedMeanwhile", result.refusedMeanwhile());
        json.writeNumberField("gone", result.all().gone());
        json.writeNumberField("lost", result.all().lost());
        json.writeNumberField("late", result.all().late());
        json.writeNumberField("heldBack", result.heldBack());
        json.writeNumberField("ownPausesMs", result.ownPauses().toMillis());
        var healing = result.healing();
        if (healing != null) {
            json.writeNumberField("healedInMs", healing.toMillis());
        }
        json.writeArrayFieldStart("violations");
        for (var violation : result.violations()) {
            json.writeString(violation.toString());
        }
        json.writeEndArray();
        var failure = result.failure();
        if (failure != null) {
            json.writeStringField("failure", CellResult.firstLine(failure));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Map<String, Integer> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var count : new TreeMap<>(counts).entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private int calls() {
        return results.stream().mapToInt(result -> result.all().calls()).sum();
    }

    private int violations() {
        return results.stream().mapToInt(result -> result.violations().size()).sum();
    }

    private long failed() {
        return results.stream().filter(result -> !result.held()).count();
    }

    private static String machine() {
        return "%s %s, %d processors, Java %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version());
    }
}
