package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.e2e.MosquittoRr.Heard;
import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a device of the clinic hears that asks the gateway over the broker, with a client of other people. */
@ExtendWith(SharedFederation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MqttEndpointIT {
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);
    private static final String SIMPLE = "tl/v1/acme/infer/clinic-berlin/gw-1/simple";
    private static final int ONES = 0x01010101;
    private static final String PROBE = "tl/v1/acme/client/clinic-berlin/probe";

    @SuppressWarnings("NullAway.Init")
    private MosquittoRr pump;

    @SuppressWarnings("NullAway.Init")
    private Federation federation;

    @BeforeEach
    void open(Federation shared) {
        federation = shared;
        pump = new MosquittoRr(federation.broker().port(), federation.gateway().address(), "pump-7");
    }

    @Test
    void shouldAnswerInJson() throws Exception {
        var heard = pump.ask("simple", json(41));

        assertThat(heard.status()).isEqualTo("ok");
        assertThat(heard.contentType()).isEqualTo("application/json");
        assertThat(heard.correlation()).isEqualTo("reading-42");
        assertThat(heard.user()).containsOnlyKeys("tieline-status");
        assertThat(heard.text()).contains("[42,42", "\"tieline_node\":\"gw-1\"", "\"tieline_route\":\"local\"");
    }

    @Test
    void shouldAnswerInBinaryFormWhereThatIsAskedFor() throws Exception {
        // Four bytes of 1 each: a command line takes no byte that is zero.
        var ones = new int[16];
        Arrays.fill(ones, ONES);
        var body = CODEC.encodeRequest(new InferenceRequest(
                ModelName.of("simple"),
                null,
                "r1",
                Map.of("binary_data_output", true),
                List.of(Tensor.ofInts("INPUT0", Shape.of(1, 16), ones), Tensor.ofInts("INPUT1", Shape.of(1, 16), ones)),
                List.of()));
        var bytes = new String(body.toByteArray(), StandardCharsets.US_ASCII);

        var heard = pump.ask("simple", bytes, "inference-header-content-length=" + body.headerLength());

        assertThat(heard.status()).as(heard.text()).isEqualTo("ok");
        assertThat(heard.contentType()).isEqualTo("application/octet-stream");
        var headerLength = Integer.valueOf(String.valueOf(heard.user().get("inference-header-content-length")));
        var response = CODEC.decodeResponse(ByteBuffer.wrap(heard.payload()), headerLength);
        var sums = response.outputs()
                .getFirst()
                .data()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        assertThat(sums.get(0)).isEqualTo(2 * ONES);
    }

    @Test
    void shouldAnswerAnErrorWithItsCodeAsTheStatus() throws Exception {
        var heard = pump.ask("nobody", json(1));

        assertThat(heard.status()).isEqualTo("unknown_model");
        assertThat(heard.contentType()).isEqualTo("application/json");
        assertThat(heard.correlation()).isEqualTo("reading-42");
        assertThat(heard.text()).contains("\"error\":\"Request for unknown model", "\"code\":\"unknown_model\"");
    }

    @Test
    void shouldHaveServedElsewhereWhatIsNotHere() throws Exception {
        var heard = pump.ask(Workplace.REGIONAL, json(41), "tieline-class=personal");

        assertThat(heard.status()).isEqualTo("ok");
        assertThat(heard.text()).contains("[42,42", "\"tieline_site\":\"eu-central\"", "\"tieline_route\":\"offload\"");
    }

    @Test
    void shouldRefuseWhatMayNotPassTheBrokerThoughItMayRunHere() throws Exception {
        var overHttp = federation.gateway().caller().ask(Requests.simple("simple", 41), Requests.HEALTH);

        var heard = pump.ask("simple", json(41), "tieline-class=special", "tieline-tags=a", "tieline-tags=health");

        assertThat(overHttp.served()).isTrue();
        assertThat(heard.status()).isEqualTo("policy_denied");
        assertThat(heard.text()).contains("\"rule\":\"health-never-leaves\"").doesNotContain("OUTPUT0");
    }

    @Test
    void shouldSayThatItWasTooLate() throws Exception {
        var heard = pump.ask("simple", json(41), "tieline-budget-us=1");

        assertThat(heard.status()).isEqualTo("deadline_exceeded");
    }

    @Test
    void shouldAnswerAgainOnceItsNodeIsBack() throws Exception {
        assertThat(pump.ask("simple", json(1)).status()).isEqualTo("ok");

        federation.gateway().process().kill();
        assertThat(pump.find("simple", json(1), 1)).as("a node that is away").isEmpty();
        federation.whole();

        var heard = Eventually.find(
                "an answer", () -> pump.find("simple", json(41), 5).filter(MqttEndpointIT::ok));
        assertThat(heard.text()).contains("[42,42");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rubbish")
    void shouldAnswerRubbishWithAnErrorAndServeTheNext(
            String what, String model, String body, List<String> properties, String status) throws Exception {
        var heard = pump.ask(model, body, properties.toArray(String[]::new));

        assertThat(heard.status()).as(what + ": " + heard.text()).isEqualTo(status);
        assertThat(heard.text()).startsWith("{\"error\":\"").doesNotContain("dev.tieline", "java.", "/home", "/tmp");
        assertThat(pump.ask("simple", json(41)).text()).contains("[42,42");
        assertThat(federation
                        .gateway()
                        .caller()
                        .ask(Requests.simple("simple", 41), Requests.PUBLIC)
                        .served())
                .as("over HTTP")
                .isTrue();
    }

    static Stream<Arguments> rubbish() {
        return Stream.of(
                bad("nothing", ""),
                bad("no JSON", "this is no request"),
                bad("a budget that is none", json(41), "tieline-budget-us=soon"),
                bad("two versions", json(41), "tieline-version=1", "tieline-version=2"),
                Arguments.of("a model that there is not", "no such model", json(41), List.of(), "unknown_model"),
                Arguments.of(
                        "a version that there is not",
                        "simple",
                        json(41),
                        List.of("tieline-version=../../1"),
                        "unknown_model"));
    }

    /** A witness sees all that passes the broker: what is answered at all goes to the device that asks. */
    @Test
    void shouldPublishNothingWhereNoDeviceOfItsSiteListens() throws Exception {
        var wrong = List.of(
                "tl/v1/acme/client/clinic-bonn/probe",
                "tl/v1/other/client/clinic-berlin/probe",
                "tl/v1/acme/client/clinic-berlin/probe/x",
                "tl/v1/acme/node/clinic-berlin/gw-1/state",
                "tl/v1/acme/node/eu-central/fra-1/reply",
                "tl/v1/acme/work/eu-central/fra-1",
                "tl/v1/acme/sites",
                "elsewhere");
        try (var witness = federation.watch("witness", "#");
                var device = federation.watch("probe", PROBE)) {
            for (var topic : wrong) {
                device.publish(SIMPLE, bytes(json(41)), false, MqttClient.asking(topic, "astray", Map.of()));
            }
            device.publish(SIMPLE, bytes(json(41)), false, new MqttProperties());
            device.publish(SIMPLE, bytes(json(41)), false, MqttClient.asking(PROBE, "last", Map.of()));

            // Requests are looked at in their order, so what any of them would bring comes before this.
            assertThat(device.awaitReply("last").user("tieline-status")).isEqualTo("ok");

            var unused =
                    witness.await("the last answer", message -> message.topic().equals(PROBE));
            assertThat(witness.seen())
                    .filteredOn(message -> wrong.contains(message.topic()))
                    .as("on topics where no device of the clinic listens")
                    .noneMatch(message ->
                            message.text().contains("OUTPUT0") || message.user().containsKey("tieline-status"));
            assertThat(witness.seen(PROBE)).hasSize(1);
        }
    }

    @Test
    void shouldNotServeWhatTheBrokerKept() throws Exception {
        try (var device = federation.watch("keeper", PROBE)) {
            device.publish(SIMPLE, bytes(json(41)), true, MqttClient.asking(PROBE, "kept", Map.of()));
            var unused = device.awaitReply("kept"); // the node is there, and hears it as any other
            federation.gateway().process().kill();
            federation.whole(); // the node subscribes anew, and the broker gives it what it has kept

            device.publish(SIMPLE, bytes(json(41)), false, MqttClient.asking(PROBE, "next", Map.of()));

            assertThat(device.awaitReply("next").user("tieline-status")).isEqualTo("ok");
            assertThat(device.seen(PROBE)).hasSize(2);
            device.publish(SIMPLE, new byte[0], true, new MqttProperties());
        }
    }

    private static Arguments bad(String what, String body, String... properties) {
        return Arguments.of(what, "simple", body, List.of(properties), "invalid_request");
    }

    private static boolean ok(Heard heard) {
        return heard.status().equals("ok");
    }

    /** The body of a request for a model like {@code simple}, whose first sum is that number and 1. */
    static String json(int number) {
        var input = "{\"name\":\"%s\",\"shape\":[1,16],\"datatype\":\"INT32\",\"data\":[%s]}";
        return "{\"inputs\":[" + input.formatted("INPUT0", row(number)) + "," + input.formatted("INPUT1", row(1))
                + "]}";
    }

    private static String row(int number) {
        return (number + ",").repeat(15) + number;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
