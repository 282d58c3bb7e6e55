package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.ModelCatalog;
import dev.tieline.models.store.ModelStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that cannot start says why in one sentence that names what is at fault, and ends with a code for scripts. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StartErrorIT {
    private static final String PREFIX = "tieline node: ";
    private static final Workplace PLACE = Workplace.make("start-errors");
    private static final AtomicInteger RUNS = new AtomicInteger();

    /** What a start that failed left behind. */
    private record Ended(int code, List<String> output) {

        /** The one line that is not of the log; log lines begin with a time. */
        String sentence() {
            assertThat(output).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception in thread"));
            var said = output.stream()
                    .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO|WARN) .*"))
                    .toList();
            assertThat(said).as("what it printed beside its log").hasSize(1).allMatch(line -> line.startsWith(PREFIX));
            return said.getFirst().substring(PREFIX.length());
        }
    }

    @AfterAll
    static void stop() {
        PLACE.close();
    }

    @Test
    void shouldNameThePortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = run(List.of(), List.of("--local", "--port=" + taken.getLocalPort()));

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.sentence()).contains("Port " + taken.getLocalPort(), "--port");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sites  | apiVersion: [            | not well-formed YAML",
                "--sites  | apiVersion: t, x: y      | not well-formed YAML",
                "--sites  | sights: []               | unknown key 'sights'",
                "--policy | bundle: {id: a           | not well-formed YAML",
                "--policy | polices: {}              | unknown key 'polices'",
                "--routes | routes: ]                | not well-formed YAML",
                "--routes | roots: {}                | unknown key 'roots'",
            })
    void shouldNameTheFileAndTheKeyThatAreWrong(String option, String text, String problem) throws Exception {
        var file = PLACE.write("wrong.yaml", text + "\n");

        var ended = run(List.of(), List.of("--local", "--port=0", option + "=" + file));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains(file.toString(), problem);
    }

    @Test
    void shouldNotStartWithAnExpressionThatIsNotCompiled() throws Exception {
        var file = PLACE.write(
                "guarded.yaml", Federation.POLICY.replace("effect: forbid", "effect: forbid\n    when: \"true\""));

        var ended = run(List.of(), List.of("--local", "--port=0", "--policy=" + file));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence())
                .contains(file.toString(), "rules[1].when", "is not compiled", "./tieline policy compile");
    }

    @ParameterizedTest
    @CsvSource({"--sites", "--policy", "--routes"})
    void shouldNameTheFileThatIsMissing(String option) throws Exception {
        var file = PLACE.folder().resolve("no-such.yaml");

        var ended = run(List.of(), List.of("--local", "--port=0", option + "=" + file));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains(file.toString(), "no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--models=nonsense                         | 'nonsense'",
                "--models=simple,simple@1                  | simple",
                "--class=privat                            | 'privat'",
                "--site=Clinic_Berlin                      | 'Clinic_Berlin'",
                "--slots=0                                 | 0",
                "--models=simple --catalog=no-such-folder  | no-such-folder",
            })
    void shouldNameTheSettingThatIsWrong(String options, String named) throws Exception {
        var arguments = new ArrayList<>(List.of("--local", "--port=0"));
        arguments.addAll(List.of(options.split(" ", -1)));

        var ended = run(List.of(), arguments);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains(named);
    }

    @ParameterizedTest
    @CsvSource({"mqtt://192.0.2.7:1883", "nonsense", "http://127.0.0.1:1883", "mqtt://127.0.0.1:99999", "mq tt:"})
    void shouldNameTheBrokerThatItMayNotOrCannotUse(String broker) throws Exception {
        var ended = run(List.of(), List.of("--broker=" + broker, "--site=clinic-berlin", "--port=0"));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains(broker);
    }

    @ParameterizedTest
    @CsvSource({
        "tieline.nonsense=1, tieline.nonsense",
        "tieline.serving.quue=1, tieline.serving.quue",
        "tieline.serving.queue=many, many",
        "tieline.serving.hosts=http://node-1, http://node-1",
        "tieline.node.profile=no-such.yaml, no-such.yaml",
    })
    void shouldNameTheSystemPropertyThatIsWrong(String setting, String named) throws Exception {
        var ended =
                run(List.of(setting), List.of("--broker=mqtt://127.0.0.1:1883", "--site=clinic-berlin", "--port=0"));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains(named);
    }

    @Test
    void shouldSayThatItOffersNoTls() throws Exception {
        var keys = PLACE.folder().resolve("keys.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "secret")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();

        var ended = run(
                List.of(
                        "quarkus.http.ssl.certificate.key-store-file=" + keys,
                        "quarkus.http.ssl.certificate.key-store-password=secret"),
                List.of("--local", "--port=0"));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains("TLS", "quarkus.http.ssl", "clear text");
    }

    @Test
    void shouldNameTheModelFileThatIsNotThere() throws Exception {
        var ended = run(List.of(), List.of("--local", "--port=0", "--models=simple", "--store=" + emptyStore()));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains("simple@1", "not in the store");
    }

    @Test
    void shouldNameTheModelFileThatIsCut() throws Exception {
        var store = storeWithSimple();
        var file = simpleIn(store);
        Files.write(file, "cut".getBytes(StandardCharsets.US_ASCII));

        var ended = run(List.of(), List.of("--local", "--port=0", "--models=simple", "--store=" + store));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains(file.toString(), "244 bytes", "has 3");
    }

    @Test
    void shouldNameTheModelFileWhoseBytesAreOthers() throws Exception {
        var store = storeWithSimple();
        var file = simpleIn(store);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        var ended = run(List.of(), List.of("--local", "--port=0", "--models=simple", "--store=" + store));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains("simple@1", file.toString(), "digest");
    }

    @Test
    void shouldNameTheCardWhoseDigestIsOfAnotherFile() throws Exception {
        var catalog = Files.createDirectories(PLACE.folder().resolve("other-catalog"));
        var card = Files.readString(PLACE.catalog().resolve("simple.yaml"));
        Files.writeString(catalog.resolve("simple.yaml"), card.replaceAll("sha256:da6a96c5", "sha256:00000000"));

        var ended = run(List.of(), List.of("--local", "--port=0", "--models=simple", "--catalog=" + catalog));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.sentence()).contains("simple@1", "00000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=0                                 | --broker",
                "--local --broker=mqtt://127.0.0.1:1883   | --broker",
                "--broker=mqtt://127.0.0.1:1883           | --site",
                "--local --port=99999                     | 99999",
                "--local --modles=simple                  | --modles",
            })
    void shouldExplainACommandLineThatIsWrong(String arguments, String named) throws Exception {
        var ended = run(List.of(), List.of(arguments.split(" ", -1)));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output().getFirst()).contains(named);
    }

    private static Ended run(List<String> settings, List<String> arguments) throws Exception {
        var all = new ArrayList<>(arguments);
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--home="))) {
            all.add("--home=" + PLACE.folder().resolve("home"));
        }
        var child = PLACE.fleet().start(Node.program(PLACE, "start-" + RUNS.incrementAndGet(), settings, all));
        return new Ended(child.awaitEnd(Eventually.PATIENCE), child.output());
    }

    private static Path emptyStore() throws Exception {
        return Files.createTempDirectory(PLACE.folder(), "store");
    }

    private static Path storeWithSimple() throws Exception {
        var store = emptyStore();
        new ModelStore(store)
                .addGenerated(ModelCatalog.read(PLACE.catalog()).find("simple").orElseThrow());
        return store;
    }

    private static Path simpleIn(Path store) {
        var simple = ModelCatalog.read(PLACE.catalog()).find("simple").orElseThrow();
        return new ModelStore(store).require(simple.ref(), simple.model());
    }
}
