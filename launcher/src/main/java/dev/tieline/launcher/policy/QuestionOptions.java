package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.policy.bundle.PolicyCase;
import dev.tieline.policy.bundle.PolicyCaseReader;
import dev.tieline.policy.replay.Question;
import dev.tieline.policy.replay.RecordedDecisions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options {@code --cases} and {@code --replay}: what two policies are asked. */
final class QuestionOptions {
    @Option(
            names = "--cases",
            paramLabel = "FILE",
            description = "A list of test cases, of which only the requests count here; may be repeated.")
    List<Path> cases = List.of();

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Recorded decisions: one JSON object a line, with the request under the key request;"
                    + " may be repeated.")
    List<Path> replays = List.of();

    /** How much was asked. */
    record Asked(long questions, long withoutRequest) {}

    boolean none() {
        return cases.isEmpty() && replays.isEmpty();
    }

    /** The cases of files. @throws dev.tieline.policy.document.DocumentException if one is no list of cases */
    static List<PolicyCase> cases(List<Path> files) {
        return files.stream()
                .flatMap(file -> PolicyCaseReader.read(file).stream())
                .toList();
    }

    /**
     * Hands over all questions.
     *
     * @param more questions that do not come from files
     * @throws CommandFailure if there is none
     */
    Asked ask(List<PolicyCase> more, Consumer<Question> each) {
        var counted = new Count(each);
        more.stream().map(Question::of).forEach(counted);
        cases(cases).stream().map(Question::of).forEach(counted);
        var without = 0L;
        for (var file : replays) {
            var records = new RecordedDecisions(file);
            records.forEach(counted);
            without += records.withoutRequest();
        }
        if (counted.count == 0) {
            throw new CommandFailure("there is nothing to ask: "
                    + (without == 0
                            ? "no case and no recorded decision"
                            : "none of the " + without + " lines has a request")
                    + ". Maybe name a file with --cases or --replay");
        }
        return new Asked(counted.count, without);
    }

    private static final class Count implements Consumer<Question> {
        private final Consumer<Question> next;
        private long count;

        Count(Consumer<Question> next) {
            this.next = next;
        }

        @Override
        public void accept(Question question) {
            count++;
            next.accept(question);
        }
    }
}
