package dev.tieline.launcher.demo;

import dev.tieline.client.TielineClient;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.federation.Operator;
import dev.tieline.launcher.fetch.ModelFetcher;
import dev.tieline.launcher.infer.LocalTokenizer;
import dev.tieline.models.ModelCatalog;
import dev.tieline.models.store.ModelStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tieline demo}: starts a federation of real processes and plays the story on it. */
@Command(
        name = "demo",
        description = {
            "Starts a federation on this machine, one process each: a broker, a controller, a gateway in a",
            "Berlin clinic, regions in Frankfurt, Lyon and Virginia. Plays a story of real requests on real",
            "models, kills members of it and brings them back, checks every step, and stays up to be tried",
            "until Ctrl-C."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(names = "--exit", description = "End after the story; the exit code is 0 if every step held.")
    boolean exit;

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "Where the clinic's gateway listens; another port if it is taken. Default: ${DEFAULT-VALUE}")
    int port = 8000;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var surroundings = Surroundings.of(System.getenv());
        var catalog = ModelCatalog.read(surroundings.catalog());
        var fetcher = ModelFetcher.of(surroundings, line -> say(out, line));
        for (var name : DemoFederation.MODELS) {
            fetcher.fetch(catalog.find(name)
                    .orElseThrow(() -> new CommandFailure("the catalogue has no model '" + name + "'")));
        }
        var tokenizer = LocalTokenizer.of(catalog.find("minilm").orElseThrow(), new ModelStore(surroundings.models()));
        try (var federation = DemoFederation.start(surroundings, port, line -> say(out, line));
                var witness = Witness.listen(federation.broker().address());
                var gateway = TielineClient.builder(
                                federation.node(DemoFederation.CLINIC).address())
                        .margin(PATIENCE)
                        .build()) {
            var operator = new Operator(federation.controller().address());
            var narrator = new Narrator(line -> say(out, line));
            new Story(new Scene(federation, operator, witness, gateway, tokenizer, narrator)).play(surroundings);
            if (!exit) {
                federation.invite(line -> say(out, line));
                new CountDownLatch(1).await();
            }
        }
        return 0;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
