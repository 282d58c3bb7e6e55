package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.Tensor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferTest {
    private static final Tensor ROW = Tensor.ofInts("INPUT0", Shape.of(1, 2), 1, 2);
    private static final Tensor SUM = Tensor.ofInts("OUTPUT0", Shape.of(1, 2), 2, 4);

    @Test
    void shouldAskInTheBinaryForm() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = stopped(node)) {
            var unused = client.model("simple").infer(ROW);

            var seen = node.seen().getFirst();
            var json = "{\"parameters\":{\"binary_data_output\":true,\"timeout\":10000000},"
                    + "\"inputs\":[{\"name\":\"INPUT0\",\"datatype\":\"INT32\",\"shape\":[1,2],"
                    + "\"parameters\":{\"binary_data_size\":8}}]}";
            assertThat(seen.method() + " " + seen.path()).isEqualTo("POST /v2/models/simple/infer");
            assertThat(seen.headers())
                    .containsEntry("content-type", "application/octet-stream")
                    .containsEntry("inference-header-content-length", String.valueOf(json.length()));
            assertThat(new String(seen.body(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(json + "\u0001\0\0\0\u0002\0\0\0");
        }
    }

    @Test
    void shouldAskInJsonIfThatIsWished() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(200, """
                {"model_name":"simple","model_version":"1","outputs":[
                 {"name":"OUTPUT0","datatype":"INT32","shape":[1,2],"data":[2,4]}]}"""));
                var client = stopped(node)) {
            var answer = client.model("simple").asJson().infer(ROW);

            var seen = node.seen().getFirst();
            assertThat(seen.text())
                    .isEqualTo("{\"parameters\":{\"timeout\":10000000},\"inputs\":[{\"name\":\"INPUT0\","
                            + "\"datatype\":\"INT32\",\"shape\":[1,2],\"data\":[1,2]}]}");
            assertThat(seen.headers())
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey("inference-header-content-length");
            assertThat(answer.output("OUTPUT0").ints()).containsExactly(2, 4);
        }
    }

    @Test
    void shouldSayWhatTheCallerSays() throws Exception {
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = stopped(node)) {
            var unused = client.model("simple")
                    .version("2")
                    .within(Duration.ofMillis(1500))
                    .dataClass("special")
                    .tags("health", "eu")
                    .purpose("care")
                    .priority(1)
                    .id("r1")
                    .traceparent(trace)
                    .outputs("OUTPUT0")
                    .parameter("room", 7)
                    .infer(ROW);

            var seen = node.seen().getFirst();
            assertThat(seen.path()).isEqualTo("/v2/models/simple/versions/2/infer");
            assertThat(seen.headers())
                    .containsEntry("tieline-class", "special")
                    .containsEntry("tieline-tags", "health,eu")
                    .containsEntry("tieline-purpose", "care")
                    .containsEntry("traceparent", trace);
            assertThat(seen.inference().id()).isEqualTo("r1");
            assertThat(seen.inference().outputNames()).containsExactly("OUTPUT0");
            assertThat(seen.inference().parameters())
                    .containsEntry("timeout", 1_500_000L)
                    .containsEntry("priority", 1L)
                    .containsEntry("room", 7L);
        }
    }

    @Test
    void shouldGiveTheAnswerAndWhereItRan() throws Exception {
        var place = Map.<String, Object>of(
                "tieline_site", "eu-west",
                "tieline_node", "lyon-1",
                "tieline_jurisdiction", "FR",
                "tieline_operator", "US",
                "tieline_route", "offload",
                "tieline_decision", "allowed by rule 'home'",
                "tieline_decision_id", "0123456789abcdef0123456789abcdef",
                "tieline_queue_us", 120L);
        try (var node = new FakeNode((request, number) -> FakeNode.answer(place, SUM));
                var client = TielineClient.at(node.address())) {
            var answer = client.model("simple").infer(ROW);

            assertThat(answer.output("OUTPUT0").ints()).containsExactly(2, 4);
            assertThat(answer.model()).isEqualTo(ModelRef.of("simple@1"));
            assertThat(answer.id()).contains("r1");
            assertThat(answer.servedAt())
                    .isEqualTo(new ServedAt(
                            "eu-west",
                            "lyon-1",
                            "FR",
                            "US",
                            "offload",
                            "allowed by rule 'home'",
                            "0123456789abcdef0123456789abcdef",
                            120));
            assertThat(answer.servedAt().known()).isTrue();
            assertThatThrownBy(() -> answer.output("OUTPUT9"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("the answer of simple@1 has no output 'OUTPUT9'; it has [OUTPUT0]");
        }
    }

    @Test
    void shouldNotKnowWhereItRanIfTheServerDoesNotSay() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.at(node.address())) {
            assertThat(client.model("simple").infer(ROW).servedAt().known()).isFalse();
        }
    }

    @Test
    void shouldPackTheCallAndUnpackTheAnswerIfThatIsWished() throws Exception {
        try (var node = new FakeNode((request, number) -> {
                    var said = FakeNode.answer(Map.of(), SUM);
                    return new FakeNode.Said(200, said.headers(), Gzip.pack(said.body()))
                            .with("Content-Encoding", "gzip");
                });
                var client = stopped(node)) {
            var answer = client.model("simple").gzip().infer(ROW);

            var seen = node.seen().getFirst();
            var length = Integer.parseInt(String.valueOf(seen.headers().get("inference-header-content-length")));
            var plain = FakeNode.CODEC.decodeRequest(
                    ModelName.of("simple"), null, ByteBuffer.wrap(Gzip.unpack(seen.body(), 1 << 20)), length, null);
            assertThat(seen.headers())
                    .containsEntry("content-encoding", "gzip")
                    .containsEntry("accept-encoding", "gzip");
            assertThat(plain.inputs().getFirst().ints()).containsExactly(1, 2);
            assertThat(answer.output("OUTPUT0").ints()).containsExactly(2, 4);
        }
    }

    @Test
    void shouldSendTheHeadersOfTheClientBelowItsPath() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.builder(node.address().resolve("/clinic/"))
                        .header("Authorization", "Bearer abc")
                        .build()) {
            var unused = client.model("simple").infer(ROW);

            assertThat(node.seen().getFirst().path()).isEqualTo("/clinic/v2/models/simple/infer");
            assertThat(node.seen().getFirst().headers()).containsEntry("authorization", "Bearer abc");
        }
    }

    @Test
    void shouldLeaveAModelAsItWasWhenItIsWordedFurther() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.at(node.address())) {
            var plain = client.model("simple");
            var personal = plain.dataClass("personal");

            var unused = plain.infer(ROW);
            unused = personal.infer(ROW);

            assertThat(node.seen().getFirst().headers()).doesNotContainKey("tieline-class");
            assertThat(node.seen().getLast().headers()).containsEntry("tieline-class", "personal");
        }
    }

    @Test
    void shouldAnswerManyAtOnceWithoutWaiting() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.builder(node.address()).maxCalls(2).build()) {
            var model = client.model("simple");

            var asked = Stream.generate(() -> model.inferAsync(ROW)).limit(20).toList();

            assertThat(asked)
                    .allSatisfy(each ->
                            assertThat(each.join().output("OUTPUT0").ints()).containsExactly(2, 4));
        }
    }

    @Test
    void shouldWaitAsGoodAsForEver() throws Exception {
        var ever = ChronoUnit.FOREVER.getDuration();
        try (var node = new FakeNode((request, number) -> FakeNode.answer(Map.of(), SUM));
                var client = TielineClient.builder(node.address())
                        .deadline(ever)
                        .margin(ever)
                        .connectTimeout(ever)
                        .build()) {
            var answer = client.model("simple").within(ever).infer(ROW);

            assertThat(answer.output("OUTPUT0").ints()).containsExactly(2, 4);
            assertThat(client.ready()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "ü"})
    void shouldRefuseWhatCannotStandInAHeader(String dataClass) {
        try (var client = TielineClient.at(URI.create("http://127.0.0.1:1"))) {
            var model = client.model("simple");

            assertThatThrownBy(() -> model.dataClass(dataClass))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + dataClass
                            + "' cannot stand in the header Tieline-Class: it needs visible ASCII characters");
        }
    }

    @Test
    void shouldRefuseWhatTheProtocolCannotSay() {
        try (var client = TielineClient.at(URI.create("http://127.0.0.1:1"))) {
            var model = client.model("simple");

            assertThatThrownBy(() -> model.parameter("timeout", 3)).hasMessageContaining("Maybe use within(...)");
            assertThatThrownBy(() -> model.parameter("room", List.of())).hasMessageContaining("'room'");
            assertThatThrownBy(() -> model.priority(-1)).hasMessage("the priority is at least 0, and it is -1");
            assertThatThrownBy(() -> model.within(Duration.ZERO))
                    .hasMessage("the deadline is at least 1 ms, and it is PT0S");
            assertThatThrownBy(() -> client.model("no model")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseToWriteInJsonWhatJsonCannotHold() {
        var half = new Tensor("x", DataType.FP16, Shape.of(1), ByteBuffer.allocate(2));
        try (var client = TielineClient.at(URI.create("http://127.0.0.1:1"))) {
            assertThatThrownBy(() -> client.model("simple").asJson().infer(half))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("FP16")
                    .hasMessageEndingWith("Maybe leave out asJson()");
        }
    }

    /** A client whose clock stands still. */
    private static TielineClient stopped(FakeNode node) {
        return TielineClient.builder(node.address()).build(() -> 0L, new Random(1));
    }
}
