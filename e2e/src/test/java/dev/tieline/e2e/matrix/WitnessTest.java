package dev.tieline.e2e.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.e2e.MqttClient.Seen;
import dev.tieline.e2e.Requests;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);

    @Test
    void shouldRecogniseACallByItsData() {
        assertThat(Witness.number(work(Requests.simple("simple", 123_456, DEADLINE))))
                .hasValue(123_456);
    }

    @Test
    void shouldRecogniseTheProbesOfTheTestItself() {
        assertThat(Witness.number(work(Requests.simple("simple", -2, DEADLINE))))
                .hasValue(-2);
    }

    @Test
    void shouldNotTakeOtherDataForACall() {
        assertThat(Witness.number(work(Requests.minilm(1, 4)))).isEmpty();
        assertThat(Witness.number(seen("no tensors".getBytes(StandardCharsets.UTF_8), "10")))
                .isEmpty();
        assertThat(Witness.number(seen(new byte[3], "many"))).isEmpty();
    }

    private static Seen work(InferenceRequest request) {
        var body = CODEC.encodeRequest(request);
        return seen(body.toByteArray(), String.valueOf(body.headerLength()));
    }

    private static Seen seen(byte[] payload, String headerLength) {
        return new Seen(
                "tl/v1/acme/work/eu-west/lyon-1",
                payload,
                false,
                null,
                Map.of("inference-header-content-length", headerLength));
    }
}
