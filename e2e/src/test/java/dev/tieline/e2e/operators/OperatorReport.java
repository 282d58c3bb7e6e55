package dev.tieline.e2e.operators;

import dev.tieline.e2e.operators.OperatorTrial.Result;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page {@code docs/operators.md}: the same for the same results. */
final class OperatorReport {
    private final List<Result> results;
    private final Exclusions exclusions;
    private final String runtime;

    /** @param runtime the version of ONNX Runtime that the node has */
    OperatorReport(List<Result> results, Exclusions exclusions, String runtime) {
        this.results = List.copyOf(results);
        this.exclusions = exclusions;
        this.runtime = runtime;
    }

    @Override
    public String toString() {
        return """
                # What a node computes

                <!-- Written by OperatorConformanceIT of e2e, which fails where this page does not say what it found. -->

                ONNX publishes, with every version, data that show what each operator computes: small models, inputs and \
                the outputs to expect. A node is asked all %s cases of ONNX 1.12 (Debian's package `libonnx-testdata`), \
                each as a caller would: its model is [loaded](api.md#the-repository) into a node that works alone, after its \
                [card](../models/catalog/README.md) and golden sample, asked with binary tensors over HTTP, in JSON where \
                JSON can hold the numbers, and over [gRPC](grpc.md) with a client that shares no code with the node, and \
                unloaded. **%s give the expected answer**, the other %s are listed below, each with its reason. \
                Nothing else runs here than what serves: ONNX Runtime %s with its CPU provider.

                Floating-point numbers count as equal as in ONNX's own runner: within 1e-7 and a thousandth of the \
                expected value, NaN and the infinities being equal to themselves alone. All others, texts included, are \
                equal or not; so are types and shapes.

                ## By folder of the test data
                %s
                `node` has the cases of single operators, and of the functions that some are made of (`_expanded`); \
                `simple` has small graphs; the other two were exported by PyTorch.

                ## By version of the operator set
                %s
                ONNX Runtime implements the operators from version 7 on.

                ## What is excluded
                The test holds every case to its reason, too: a case that passes now, or fails otherwise, fails the test.
                %s%s
                ## What it takes
                `StringNormalizer` changes case by a locale of the node's machine, `en_US.UTF-8` unless its model names \
                another one: without it, such a model is refused when it is loaded (Debian: package `locales`). The test \
                gives its node one that is made of `C.UTF-8`.

                Integers that are unsigned and wider than a byte have no word in ONNX Runtime's Java API. Inputs of the \
                types UINT16, UINT32 and UINT64 are therefore made as signed ones, and cast by ONNX Runtime itself to what \
                they are, which keeps their bits and costs a copy.

                ## Running it
                ```sh
                ./tieline test -pl e2e -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \\
                  -Dit.test=OperatorConformanceIT -Dfailsafe.failIfNoSpecifiedTests=false
                ```

                It takes about a minute once everything is built. On Debian as root `./tieline test` installs the data \
                where they are missing; `-Dtieline.onnx.data=FOLDER` says where else they are. What came of every case is \
                in `e2e/target/e2e/operators/results.txt`, and this page as it should be in `operators.md` there.
                """.formatted(
                        number(results.size()),
                        number(passed(results)),
                        number(results.size() - passed(results)),
                        runtime,
                        table("folder", folders()),
                        table("opset", opsets()),
                        within(),
                        excluded());
    }

    private Iterable<Map.Entry<String, List<Result>>> folders() {
        var folders = results.stream()
                .collect(Collectors.groupingBy(result -> result.tried().group()));
        return OperatorData.GROUPS.keySet().stream()
                .filter(folders::containsKey)
                .map(folder -> Map.entry("`" + folder + "`", folders.get(folder)))
                .toList();
    }

    private Iterable<Map.Entry<String, List<Result>>> opsets() {
        SortedMap<Long, List<Result>> opsets = results.stream()
                .collect(Collectors.groupingBy(result -> result.model().opset(), TreeMap::new, Collectors.toList()));
        return opsets.entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey() == 0 ? "none: training only" : String.valueOf(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static String table(String key, Iterable<Map.Entry<String, List<Result>>> rows) {
        var table = new StringBuilder("| " + key + " | cases | passed | excluded |\n|---|---|---|---|\n");
        for (var row : rows) {
            var passed = passed(row.getValue());
            table.append("| %s | %s | %s | %s |\n"
                    .formatted(
                            row.getKey(),
                            number(row.getValue().size()),
                            number(passed),
                            number(row.getValue().size() - passed)));
        }
        return table.toString();
    }

    private String excluded() {
        var text = new StringBuilder();
        for (var reason : Outcome.values()) {
            var cases = of(reason);
            if (reason.excludes() && !cases.isEmpty()) {
                text.append("\n### %s: %s\n%s\n\n%s\n"
                        .formatted(
                                reason.word(),
                                number(cases.size()),
                                reason.meaning(),
                                names(cases, result -> "`" + result.tried() + "`")));
            }
        }
        return text.toString();
    }

    private String within() {
        var cases = of(Outcome.WITHIN);
        return cases.isEmpty()
                ? ""
                : "\nSome that pass need a wider absolute tolerance, since zeros are expected where rounding leaves"
                        + " something: "
                        + names(
                                cases,
                                result -> "`" + result.tried() + "` "
                                        + BigDecimal.valueOf(exclusions
                                                        .tolerance(
                                                                result.tried().name())
                                                        .orElseThrow())
                                                .stripTrailingZeros()
                                                .toPlainString())
                        + ".\n";
    }

    private List<Result> of(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).toList();
    }

    private static String names(Collection<Result> cases, Function<Result, String> form) {
        return cases.stream()
                .sorted(Comparator.comparing(result -> result.tried().name()))
                .map(form)
                .collect(Collectors.joining(", "));
    }

    private static int passed(Collection<Result> cases) {
        return (int) cases.stream()
                .filter(result -> result.outcome() == Outcome.PASSED || result.outcome() == Outcome.WITHIN)
                .count();
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
