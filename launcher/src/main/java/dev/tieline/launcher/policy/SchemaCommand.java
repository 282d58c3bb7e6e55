package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.HelpOption;
import dev.tieline.policy.schema.PolicySchema;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tieline policy schema}. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of bundles or of requests, for editors that complete and check by it.",
        footer = {"", "  ./tieline policy schema bundle >policy-bundle.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "bundle|request",
            converter = Converter.class,
            description = "The kind of file. The schema of bundles contains that of requests, for test cases.")
    PolicySchema schema = PolicySchema.BUNDLE;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(schema.text());
        out.flush();
        return 0;
    }

    /** Reads the word of a schema. */
    static final class Converter implements ITypeConverter<PolicySchema> {
        @Override
        public PolicySchema convert(String word) {
            return PolicySchema.find(word)
                    .orElseThrow(
                            () -> new TypeConversionException("there is no schema of '" + word + "'. Maybe one of: "
                                    + Arrays.stream(PolicySchema.values())
                                            .map(PolicySchema::word)
                                            .collect(Collectors.joining(", "))));
        }
    }
}
