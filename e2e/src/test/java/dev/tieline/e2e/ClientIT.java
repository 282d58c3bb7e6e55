package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.client.Model;
import dev.tieline.client.ModelInfo;
import dev.tieline.client.RefusedException;
import dev.tieline.client.TextModel;
import dev.tieline.client.TielineClient;
import dev.tieline.client.TielineException;
import dev.tieline.launcher.Tieline;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import dev.tieline.models.generated.EndlessModel;
import dev.tieline.models.infer.Tensor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client for applications, against nodes as they are shipped. */
@ExtendWith(SharedFederation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClientIT {
    private static final Workplace PLACE = Workplace.make("client");
    private static final URI ADDRESS =
            URI.create("http://127.0.0.1:" + FreePorts.find(1).getFirst());
    private static final int[] ROW = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final Tensor LEFT = Tensor.ofInts("INPUT0", Shape.of(1, 16), ROW);
    private static final Tensor RIGHT = Tensor.ofInts("INPUT1", Shape.of(1, 16), ROW);
    private static final Pattern VECTOR = Pattern.compile("\"vector\":\\[([^]]*)]");
    private static final String[] TEXTS = {"The pump is leaking", "Water drips from the pump", "Lunch is at noon"};

    @BeforeAll
    static void start() throws Exception {
        PLACE.addEndlessModel();
        var node = PLACE.fleet()
                .start(Node.program(
                        PLACE,
                        "node",
                        List.of(),
                        List.of(
                                "--local",
                                "--port=" + ADDRESS.getPort(),
                                "--slots=1",
                                "--models=simple,minilm,endless")));
        var unused = node.await(Readiness.http(ADDRESS.resolve("/v2/health/ready")), Eventually.PATIENCE);
    }

    @AfterAll
    static void stop() {
        PLACE.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAskInBothForms(boolean json) throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var model = json ? node.model("simple").asJson() : node.model("simple");

            var answer = model.version("1").id("r1").outputs("OUTPUT0").infer(LEFT, RIGHT);

            assertThat(answer.output("OUTPUT0").ints()).startsWith(2, 4, 6).endsWith(32);
            assertThat(answer.outputs()).hasSize(1);
            assertThat(answer.id()).contains("r1");
            assertThat(answer.servedAt().known()).isTrue();
            assertThat(answer.servedAt().route()).isEqualTo("local");
        }
    }

    @Test
    void shouldTellWhatTheNodeServes() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            assertThat(node.live()).isTrue();
            assertThat(node.ready()).isTrue();
            assertThat(node.server().name()).isEqualTo("tieline");
            assertThat(node.server().extensions()).contains("binary_tensor_data");
            assertThat(node.model("simple").ready()).isTrue();
            assertThat(node.model("none").ready()).isFalse();
            assertThat(node.model("simple").metadata())
                    .returns(List.of("1"), ModelInfo::versions)
                    .extracting(ModelInfo::inputs)
                    .asInstanceOf(InstanceOfAssertFactories.list(TensorSpec.class))
                    .extracting(TensorSpec::name)
                    .containsExactly("INPUT0", "INPUT1");
        }
    }

    @Test
    void shouldFreeThePlaceOfACancelledCall() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var asked = node.model("endless").within(Duration.ofMinutes(4)).inferAsync(forEver());
            awaitTaken();

            asked.cancel(true);

            var answer = node.model("simple").within(Duration.ofMinutes(2)).infer(LEFT, RIGHT);
            assertThat(answer.output("OUTPUT0").ints()).startsWith(2, 4, 6);
            assertThatThrownBy(asked::join).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void shouldFreeThePlacesOfAClientThatIsClosed() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var other = TielineClient.at(ADDRESS);
            var asked = other.model("endless").within(Duration.ofMinutes(4)).inferAsync(forEver());
            awaitTaken();

            other.close();

            var answer = node.model("simple").within(Duration.ofMinutes(2)).infer(LEFT, RIGHT);
            assertThat(answer.output("OUTPUT0").ints()).startsWith(2, 4, 6);
            assertThatThrownBy(asked::join).hasMessageContaining("was closed during the call");
        }
    }

    @Test
    void shouldLetTheNodeSayThatItIsTooLate() throws Exception {
        try (var node =
                TielineClient.builder(ADDRESS).margin(Duration.ofMinutes(1)).build()) {
            var model = node.model("endless").within(Duration.ofMillis(300));

            assertThatThrownBy(() -> model.infer(forEver())).isInstanceOfSatisfying(RefusedException.class, late -> {
                assertThat(late.code()).isEqualTo("deadline_exceeded");
                assertThat(late.status()).hasValue(504);
            });
        }
    }

    @Test
    void shouldTellWhatIsWrongWithARequest() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            assertThatThrownBy(() -> node.model("simple").infer(LEFT))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.code()).isEqualTo("invalid_request");
                        assertThat(refused).hasMessageContaining("INPUT1");
                    });
            assertThatThrownBy(() -> node.model("none").infer(LEFT))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo("unknown_model"));
        }
    }

    @Test
    void shouldPackCallsAndAnswers() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var answer = node.model("simple").gzip().infer(LEFT, RIGHT);

            assertThat(answer.output("OUTPUT0").ints()).startsWith(2, 4, 6).endsWith(32);
        }
    }

    @Test
    void shouldFetchAnAnswerLater() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var pending = node.model("simple").within(Duration.ofMinutes(1)).submit(LEFT, RIGHT);

            assertThat(pending.location()).isPresent();
            assertThat(pending.await().output("OUTPUT0").ints())
                    .startsWith(2, 4, 6)
                    .endsWith(32);
        }
    }

    @Test
    void shouldTellLaterThatItWasTooLate() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var pending = node.model("endless").within(Duration.ofSeconds(2)).submit(forEver());

            assertThatThrownBy(pending::await)
                    .isInstanceOfSatisfying(
                            TielineException.class,
                            late -> assertThat(late.code()).isEqualTo("deadline_exceeded"));
        }
    }

    @Test
    void shouldFreeThePlaceOfACallThatIsTakenBack() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var pending = node.model("endless").within(Duration.ofMinutes(4)).submit(forEver());
            awaitTaken();

            pending.cancel();

            var answer = node.model("simple").within(Duration.ofMinutes(2)).infer(LEFT, RIGHT);
            assertThat(answer.output("OUTPUT0").ints()).startsWith(2, 4, 6);
            assertThatThrownBy(pending::poll).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void shouldUnloadAndLoadAModelOfALoneNode() throws Exception {
        try (var node =
                TielineClient.builder(ADDRESS).deadline(Duration.ofMinutes(1)).build()) {
            var minilm = node.model("minilm");

            minilm.unload();
            var unloaded = node.models();
            minilm.load();

            assertThat(unloaded).noneMatch(model -> model.name().equals("minilm") && model.ready());
            assertThat(node.models()).anyMatch(model -> model.name().equals("minilm") && model.ready());
        }
    }

    @Test
    void shouldGiveTheVectorsThatTheCommandGives() throws Exception {
        try (var node = TielineClient.at(ADDRESS)) {
            var vectors = minilm(node.model("minilm")).embed(TEXTS);

            assertThat(vectors).isDeepEqualTo(infer(TEXTS));
            assertThat(vectors).hasDimensions(TEXTS.length, 384);
        }
    }

    @Test
    void shouldBeAskedByPolicyWhatTheDataIs(Federation federation) throws Exception {
        try (var node = TielineClient.at(federation.gateway().endpoint())) {
            var regional = node.model(Workplace.REGIONAL).within(Duration.ofMinutes(1));

            var answer = regional.dataClass("personal").infer(LEFT, RIGHT);
            var health = regional.dataClass("special").tags("health").purpose("diagnostics");

            assertThat(answer.servedAt().site()).isEqualTo("eu-central");
            assertThat(answer.servedAt().jurisdiction()).isEqualTo("DE");
            assertThatThrownBy(() -> health.infer(LEFT, RIGHT))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.code()).isEqualTo("policy_denied");
                        assertThat(refused.status()).hasValue(403);
                        assertThat(refused.rule()).contains("health-never-leaves");
                    });
        }
    }

    /** Waits until the only run slot is taken: nobody else is answered. */
    private static void awaitTaken() throws Exception {
        try (var node =
                TielineClient.builder(ADDRESS).margin(Duration.ofMinutes(1)).build()) {
            var quick = node.model("simple").within(Duration.ofSeconds(1));
            var unused = Eventually.find("the run slot to be taken", () -> {
                try {
                    var unusedAnswer = quick.infer(LEFT, RIGHT);
                    return Optional.<String>empty();
                } catch (RefusedException e) {
                    return Optional.of(e.code()).filter(Set.of("deadline_exceeded", "overloaded")::contains);
                }
            });
        }
    }

    private static List<Tensor> forEver() {
        return EndlessModel.inputs(EndlessModel.FOR_EVER);
    }

    private static TextModel minilm(Model model) throws IOException {
        try (var tokenizer = ClientIT.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            assertThat(tokenizer).isNotNull();
            return model.tokenizer(tokenizer);
        }
    }

    /** The vectors that {@code ./tieline infer} prints. */
    private static float[][] infer(String... texts) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Tieline.class.getName(),
                "infer",
                "-o",
                "json",
                "--url",
                ADDRESS.toString(),
                "minilm"));
        command.addAll(List.of(texts));
        var program = new ProcessBuilder(command);
        program.environment()
                .putAll(Map.of(
                        "TIELINE_HOME", PLACE.folder().toString(),
                        "TIELINE_ROOT", PLACE.folder().toString(),
                        "TIELINE_CATALOG", PLACE.catalog().toString()));
        var process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return VECTOR.matcher(printed)
                .results()
                .map(vector -> numbers(vector.group(1)))
                .toArray(float[][]::new);
    }

    private static float[] numbers(String list) {
        var words = list.split(",", -1);
        var numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }
}
