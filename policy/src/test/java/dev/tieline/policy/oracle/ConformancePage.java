package dev.tieline.policy.oracle;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page that says which tests show which sentence of the policy language. */
final class ConformancePage {
    static final String LONG_RUN = "## The long run\n\n";
    private static final String HEAD = """
            # Policy conformance

            What the policy language promises, sentence by sentence, each with the tests that show it. [policy.md](policy.md) explains the language. The tests are those of the module `policy`; `@Shows` on a test puts it here, and a sentence without a test fails the build.

            Beside these tests stands an oracle: a second evaluator, written from the sentences alone, without a line of the real one. Both are asked the same random questions about the same random policies, with levels, times, audit rules, guards and unknown facts, and have to agree on the decision, the deciding rule, and what matched, was audited and is obliged. An oracle with one sentence misread has to disagree in some of the cases, or they would not test that sentence. Where all facts are known, Cedar is asked too.

            """;

    private final Map<Sentence, SortedSet<String>> tests = new EnumMap<>(Sentence.class);

    ConformancePage(JavaClasses classes) {
        for (var type : classes) {
            type.getMethods().stream()
                    .filter(ConformancePage::isTest)
                    .forEach(method -> sentences(type, method)
                            .forEach(sentence -> tests.computeIfAbsent(sentence, each -> new TreeSet<>())
                                    .add(name(type, method))));
        }
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getPackageName().startsWith("org.junit.jupiter"));
    }

    private static Stream<Sentence> sentences(JavaClass type, JavaMethod method) {
        return Stream.of(shown(type), shown(method)).flatMap(List::stream);
    }

    private static List<Sentence> shown(HasAnnotations<?> annotated) {
        return annotated
                .tryGetAnnotationOfType(Shows.class.getName())
                .flatMap(shows -> shows.get("value"))
                .map(JavaEnumConstant[].class::cast)
                .map(constants -> Arrays.stream(constants)
                        .map(constant -> Sentence.valueOf(constant.name()))
                        .toList())
                .orElse(List.of());
    }

    private static String name(JavaClass type, JavaMethod method) {
        var nested =
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        return "`" + nested + "." + method.getName() + "`";
    }

    /** The sentences that no test shows. */
    List<Sentence> withoutTest() {
        return Arrays.stream(Sentence.values())
                .filter(sentence -> !tests.containsKey(sentence))
                .toList();
    }

    /**
     * The page, in Markdown.
     *
     * @param longRun what it says of the long run
     */
    String text(String longRun) {
        return HEAD + section("Semantics", 'S') + section("Matching", 'M') + LONG_RUN + longRun;
    }

    private String section(String title, char kind) {
        return tests.entrySet().stream()
                .filter(entry -> entry.getKey().name().charAt(0) == kind)
                .map(entry -> "**%s** %s\n\n%s\n"
                        .formatted(
                                entry.getKey().id(),
                                entry.getKey().words(),
                                entry.getValue().stream()
                                        .map(test -> "- " + test + "\n")
                                        .collect(Collectors.joining())))
                .collect(Collectors.joining("", "## " + title + "\n\n", ""));
    }

    /** What a page says of the long run, if it says anything. */
    static Optional<String> longRun(String page) {
        var start = page.indexOf(LONG_RUN);
        return start < 0 ? Optional.empty() : Optional.of(page.substring(start + LONG_RUN.length()));
    }
}
