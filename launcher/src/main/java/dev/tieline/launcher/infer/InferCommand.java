package dev.tieline.launcher.infer;

import dev.tieline.client.Answer;
import dev.tieline.client.Embedding;
import dev.tieline.client.Model;
import dev.tieline.client.TielineClient;
import dev.tieline.client.TielineException;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.models.store.ModelStore;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tieline infer}: asks a node. */
@Command(
        name = "infer",
        description = "Asks a node: texts of a model that has a tokenizer, or a request in a file.",
        footer = {
            "",
            "  ./tieline infer minilm \"The pump is leaking\" \"Water drips from the pump\" \"Lunch is at noon\"",
            "  ./tieline infer --class personal --purpose care minilm \"a text\"",
            "  ./tieline infer --file inputs.json simple"
        })
public final class InferCommand implements Callable<Integer> {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final Duration EXTRA_PATIENCE = Duration.ofSeconds(5);

    enum Format {
        text,
        json
    }

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of a model that the node serves.")
    String model = "";

    @Parameters(index = "1..*", paramLabel = "TEXT", description = "Texts to embed; several are compared.")
    List<String> texts = List.of();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A request as the protocol's JSON; '-' is standard input.")
    @Nullable String file;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8000",
            description = "Address of the node. Default: ${DEFAULT-VALUE}")
    URI url = URI.create("http://127.0.0.1:8000");

    @Option(names = "--class", description = "Data class: public, internal, personal or special.")
    @Nullable String dataClass;

    @Option(names = "--tags", description = "Tags of the data, such as health, separated by commas.")
    @Nullable String tags;

    @Option(names = "--purpose", description = "What the answer is for.")
    @Nullable String purpose;

    @Option(names = "--timeout-ms", description = "Deadline in milliseconds. Default: 10000")
    @Nullable Long timeoutMillis;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}")
    Format format = Format.text;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);

    @Override
    public Integer call() throws InterruptedException {
        if (texts.isEmpty() == (file == null)) {
            throw new ParameterException(spec.commandLine(), "give either texts or --file FILE");
        }
        if (timeoutMillis != null && timeoutMillis < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout-ms is at least 1, and it is " + timeoutMillis);
        }
        Report report = format == Format.json ? new JsonReport(codec) : new PeopleReport();
        var out = spec.commandLine().getOut();
        try (var node = TielineClient.builder(url).margin(EXTRA_PATIENCE).build()) {
            if (file != null) {
                report.tensors(ask(node, read(file)), out);
            } else {
                report.embeddings(embed(node), out);
            }
        } catch (TielineException e) {
            throw new CommandFailure(Refusals.sentence(e, url, model), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        out.flush();
        return 0;
    }

    private Answer ask(TielineClient node, InferenceRequest request) throws InterruptedException {
        var asked = node.model(model).outputs(request.outputNames().toArray(String[]::new));
        if (request.id() != null) {
            asked = asked.id(request.id());
        }
        for (var parameter : request.parameters().entrySet()) {
            asked = switch (parameter.getKey()) {
                case InferenceRequest.BINARY_DATA_OUTPUT -> asked; // the client's own choice
                case "timeout" -> within(asked, parameter.getValue());
                default -> asked.parameter(parameter.getKey(), parameter.getValue());
            };
        }
        return worded(asked).infer(request.inputs());
    }

    private List<Embedding> embed(TielineClient node) throws InterruptedException {
        var surroundings = Surroundings.of(System.getenv());
        var manifest = ModelCatalog.read(surroundings.catalog())
                .find(model)
                .orElseThrow(() -> new CommandFailure("there is no model '" + model
                        + "' in the catalogue, so its tokenizer is not known. Maybe give tensors: --file inputs.json"));
        var name = manifest.ref().name().value();
        var text = LocalTokenizer.of(manifest, new ModelStore(surroundings.models()))
                .at(worded(node.model(name)));
        var embeddings = new ArrayList<Embedding>();
        for (var each : texts) {
            embeddings.add(text.embedding(each));
        }
        return embeddings;
    }

    private InferenceRequest read(String from) {
        try {
            var bytes = from.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(from));
            return codec.decodeRequest(ModelName.of(model), null, ByteBuffer.wrap(bytes), null, null);
        } catch (IOException e) {
            throw new CommandFailure("the file " + from + " cannot be read: " + e, e);
        } catch (InferenceException e) {
            throw new CommandFailure("the file " + from + " is not a request: " + e.getMessage(), e);
        }
    }

    private static Model within(Model asked, Object timeout) {
        return switch (timeout) {
            case Long micros when micros == 0 -> asked;
            case Long micros when micros >= MICROS_PER_MILLI -> asked.within(Duration.of(micros, ChronoUnit.MICROS));
            default ->
                throw new CommandFailure("the parameter timeout of a request is a whole number of microseconds, at"
                        + " least " + MICROS_PER_MILLI + ", and it is " + timeout);
        };
    }

    /** The model, with what the options say of the call. */
    private Model worded(Model asked) {
        var worded = timeoutMillis == null ? asked : asked.within(Duration.ofMillis(timeoutMillis));
        worded = dataClass == null ? worded : worded.dataClass(dataClass);
        worded = tags == null ? worded : worded.tags(tags);
        return purpose == null ? worded : worded.purpose(purpose);
    }
}
