package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.PolicyAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tieline policy explain}. */
@Command(
        name = "explain",
        exitCodeOnExecutionException = PolicyCommand.BAD_INPUT,
        description = {
            "Tells what a policy says to a request, and why.",
            "The exit code is 0 for a permit, 3 for a denial, 2 where a file cannot be read."
        },
        footer = {"", "  ./tieline policy explain --bundle policy/rules/acme-eu.yaml --request request.yaml"})
final class ExplainCommand implements Callable<Integer> {
    private static final int DENIED = 3;
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    @Mixin
    BundleOption bundle = new BundleOption();

    @Option(
            names = {"-r", "--request"},
            required = true,
            paramLabel = "FILE",
            description = "The request, in YAML or JSON; - is standard input.")
    Path request = Path.of("-");

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var policy = BundleFiles.read(bundle.texts());
        var asked = request();
        var decision = new PolicyEvaluator(new BundleState.Valid(policy)).decide(asked);
        var answer = new PolicyAnswer(asked, decision, policy.bundles());
        var out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(answer.text());
        } else {
            AnswerText.lines(answer).forEach(out::println);
        }
        out.flush();
        return decision.permitted() ? 0 : DENIED;
    }

    private PolicyRequest request() {
        if (!request.toString().equals("-")) {
            return PolicyRequestReader.read(request);
        }
        try {
            var bytes = System.in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CommandFailure("standard input is longer than " + MOST_BYTES + " bytes");
            }
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return PolicyRequestReader.read(
                    YamlReader.read("standard input", text.toString()).asMap());
        } catch (CharacterCodingException e) {
            throw new CommandFailure("standard input is not text in UTF-8", e);
        } catch (IOException e) {
            throw new CommandFailure("standard input cannot be read: " + e.getMessage(), e);
        }
    }
}
