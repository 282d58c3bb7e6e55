package dev.tieline.launcher.infer;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
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

    @Option(names = "--timeout-ms", description = "Deadline in milliseconds. Default: the node's.")
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
        var deadline = timeoutMillis == null ? DEFAULT_DEADLINE : Duration.ofMillis(timeoutMillis);
        var client = new NodeClient(url, deadline.plus(EXTRA_PATIENCE), codec);
        Report report = format == Format.json ? new JsonReport(codec) : new PeopleReport();
        var out = spec.commandLine().getOut();
        if (file != null) {
            report.tensors(client.infer(withDeadline(read(file)), headers()), out);
        } else {
            report.embeddings(embed(client), out);
        }
        out.flush();
        return 0;
    }

    private List<Report.Embedded> embed(NodeClient client) throws InterruptedException {
        var surroundings = Surroundings.of(System.getenv());
        var manifest = ModelCatalog.read(surroundings.catalog())
                .find(model)
                .orElseThrow(() -> new CommandFailure("there is no model '" + model
                        + "' in the catalogue, so its tokenizer is not known. Maybe give tensors: --file inputs.json"));
        var text = TextModel.open(manifest, new ModelStore(surroundings.models()));
        var answers = new ArrayList<Report.Embedded>();
        for (var each : texts) {
            var response = client.infer(withDeadline(text.request(each)), headers());
            answers.add(new Report.Embedded(each, text.vector(response), response));
        }
        return answers;
    }

    private InferenceRequest read(String from) {
        try {
            var bytes = from.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(from));
            return codec.decodeRequest(ModelName.of(model), null, ByteBuffer.wrap(bytes), null, null);
        } catch (IOException e) {
            throw new CommandFailure("the file " + from + " cannot be read: " + e, e);
        } catch (InferenceException e) {
            throw new CommandFailure("the file " + from + " is not a request: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private InferenceRequest withDeadline(InferenceRequest request) {
        if (timeoutMillis == null) {
            return request;
        }
        var parameters = new TreeMap<>(request.parameters());
        parameters.put("timeout", Math.multiplyExact(timeoutMillis, 1_000L)); // the protocol's unit is the microsecond
        return request.withParameters(parameters);
    }

    private Map<String, String> headers() {
        var headers = new TreeMap<String, String>();
        put(headers, "Tieline-Class", dataClass);
        put(headers, "Tieline-Tags", tags);
        put(headers, "Tieline-Purpose", purpose);
        return headers;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
