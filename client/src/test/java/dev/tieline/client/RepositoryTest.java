package dev.tieline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.DataType;
import dev.tieline.models.Shape;
import dev.tieline.models.TensorSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {

    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false"})
    void shouldTellWhetherTheNodeServes(int status, boolean serves) throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(status, ""));
                var client = TielineClient.at(node.address())) {
            assertThat(client.ready()).isEqualTo(serves);
            assertThat(client.live()).isEqualTo(serves);
            assertThat(client.model("simple").ready()).isEqualTo(serves);
            assertThat(client.model("simple").version("1").ready()).isEqualTo(serves);

            assertThat(node.seen().stream().map(seen -> seen.method() + " " + seen.path()))
                    .containsExactly(
                            "GET /v2/health/ready",
                            "GET /v2/health/live",
                            "GET /v2/models/simple/ready",
                            "GET /v2/models/simple/versions/1/ready");
        }
    }

    @Test
    void shouldTellWhatTheServerSaysOfItself() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(
                        200, "{\"name\":\"tieline\",\"version\":\"0.1.0\",\"extensions\":[\"binary_tensor_data\"]}"));
                var client = TielineClient.at(node.address())) {
            assertThat(client.server()).isEqualTo(new ServerInfo("tieline", "0.1.0", List.of("binary_tensor_data")));
            assertThat(node.seen().getFirst().path()).isEqualTo("/v2");
        }
    }

    @Test
    void shouldListTheModelsOfTheRepository() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(200, """
                [{"name":"minilm","version":"1","state":"LOADING","reason":"it is being fetched"},
                 {"name":"simple","version":"1","state":"READY","reason":""}]"""));
                var client = TielineClient.at(node.address())) {
            var models = client.models();

            assertThat(models)
                    .containsExactly(
                            new ModelState("minilm", "1", "LOADING", "it is being fetched"),
                            new ModelState("simple", "1", "READY", ""));
            assertThat(models.stream().filter(ModelState::ready).map(ModelState::name))
                    .containsExactly("simple");
            assertThat(node.seen().getFirst().method() + " "
                            + node.seen().getFirst().path())
                    .isEqualTo("POST /v2/repository/index");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[{\"name\":"})
    void shouldNotTakeAnythingElseForAList(String body) throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(200, body));
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(client::models).isInstanceOf(UnreadableAnswerException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Welcome</html>", "[]", "{\"name\":\"tieline\""})
    void shouldNotTakeAPageForANode(String body) throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(200, body));
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(client::server).isInstanceOf(UnreadableAnswerException.class);
            assertThatThrownBy(() -> client.model("simple").metadata()).isInstanceOf(UnreadableAnswerException.class);
        }
    }

    @Test
    void shouldTellTheInputsAndOutputsOfAModel() throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(200, """
                {"name":"simple","versions":["1"],"platform":"onnxruntime_onnx",
                 "inputs":[{"name":"INPUT0","datatype":"INT32","shape":[-1,16]}],
                 "outputs":[{"name":"OUTPUT0","datatype":"FP32","shape":[]}]}"""));
                var client = TielineClient.at(node.address())) {
            assertThat(client.model("simple").metadata())
                    .isEqualTo(new ModelInfo(
                            "simple",
                            List.of("1"),
                            "onnxruntime_onnx",
                            List.of(new TensorSpec("INPUT0", DataType.INT32, Shape.of(-1, 16))),
                            List.of(new TensorSpec("OUTPUT0", DataType.FP32, Shape.of()))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT33\",\"shape\":[]}]}",
                "{\"inputs\":[{\"datatype\":\"INT32\",\"shape\":[]}]}",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT32\",\"shape\":[-2]}]}"
            })
    void shouldRefuseAModelThatCannotBe(String body) throws Exception {
        try (var node = new FakeNode((request, number) -> FakeNode.json(200, body));
                var client = TielineClient.at(node.address())) {
            assertThatThrownBy(() -> client.model("simple").metadata())
                    .isInstanceOf(UnreadableAnswerException.class)
                    .hasMessageStartingWith("what the node says of a model is not understood: ");
        }
    }

    @Test
    void shouldLoadAndUnload() throws Exception {
        try (var node = new FakeNode((request, number) -> number < 3
                        ? FakeNode.json(200, "")
                        : FakeNode.json(409, "{\"error\":\"the controller does\",\"code\":\"managed\"}"));
                var client = TielineClient.at(node.address())) {
            var model = client.model("simple");

            model.load();
            model.unload();

            assertThat(node.seen().stream().map(FakeNode.Seen::path))
                    .containsExactly("/v2/repository/models/simple/load", "/v2/repository/models/simple/unload");
            assertThatThrownBy(model::load)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo("managed"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "/v2", "ftp://localhost", "http:///v2"})
    void shouldRefuseAnAddressThatIsNone(String address) {
        assertThatThrownBy(() -> TielineClient.at(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + address + "' is not the address of a node. Maybe it is like http://127.0.0.1:8000");
    }

    @Test
    void shouldRefuseSettingsThatCannotBe() {
        var builder = TielineClient.builder(URI.create("http://127.0.0.1:1"));

        assertThatThrownBy(() -> builder.deadline(Duration.ZERO)).hasMessageContaining("at least 1 ms");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ofNanos(1))).hasMessageContaining("at least 1 ms");
        assertThatThrownBy(() -> builder.margin(Duration.ofMillis(-1))).hasMessageContaining("not negative");
        assertThatThrownBy(() -> builder.maxCalls(0)).hasMessage("the number of calls is at least 1, and it is 0");
        assertThatThrownBy(() -> builder.maxAnswerBytes(0))
                .hasMessage("the size of an answer is at least 1, and it is 0");
    }
}
