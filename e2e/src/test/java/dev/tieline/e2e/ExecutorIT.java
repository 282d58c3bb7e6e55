package dev.tieline.e2e;

import static dev.tieline.e2e.Requests.PERSONAL;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.e2e.MqttClient.Seen;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipBody;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataLabel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node does with work that reaches it past every guard of the node that sent it. */
@ExtendWith(SharedFederation.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ExecutorIT {
    private static final String REPLIES = "tl/v1/acme/node/clinic-berlin/tester/reply";
    private static final String FRANKFURT = "tl/v1/acme/work/eu-central/fra-1";
    private static final String VIRGINIA = "tl/v1/acme/work/us-east/va-1";
    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final byte[] GARBAGE = "this is no request".getBytes(StandardCharsets.UTF_8);

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);

    @SuppressWarnings("NullAway.Init")
    private MqttClient client;

    @BeforeEach
    void connect(Federation federation) throws Exception {
        client = federation.watch("tester", "tl/v1/acme/node/clinic-berlin/tester/+", "tl/v1/other/#", "elsewhere/#");
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @Test
    void shouldRunWorkThatIsAddressedToIt() throws Exception {
        order(VIRGINIA, REPLIES, "c1", headers("simple", PUBLIC), simple(41));

        var reply = client.awaitReply("c1");

        assertThat(reply.topic()).isEqualTo(REPLIES);
        assertThat(reply.user("tieline-status")).isEqualTo("ok");
        assertThat(reply.user("tieline-node")).isEqualTo("us-east/va-1");
        assertThat(sum(reply)).isEqualTo(42);
    }

    @Test
    void shouldRefusePersonalWorkThatMayNotBeThereBeforeItReadsATensor() throws Exception {
        order(VIRGINIA, REPLIES, "personal", headers("simple", PERSONAL), GARBAGE);
        order(VIRGINIA, REPLIES, "public", headers("simple", PUBLIC), GARBAGE);

        var refused = client.awaitReply("personal");
        var read = client.awaitReply("public");

        assertThat(refused.user("tieline-status")).isEqualTo("policy_denied");
        assertThat(refused.text()).contains("us-east", "personal");
        assertThat(read.user("tieline-status"))
                .as("the same body where policy permits, so that it is looked at")
                .isEqualTo("invalid_request");
    }

    @Test
    void shouldNeverRunPersonalWorkThatMayNotBeThere() throws Exception {
        order(VIRGINIA, REPLIES, "c1", headers("simple", PERSONAL), simple(41));

        var reply = client.awaitReply("c1");

        assertThat(reply.user("tieline-status")).isEqualTo("policy_denied");
        assertThat(reply.text()).doesNotContain("OUTPUT0");
    }

    @Test
    void shouldAnswerARepeatWithTheAnswerThatItGave() throws Exception {
        var headers = headers("simple", PUBLIC);
        order(FRANKFURT, REPLIES, "first", headers, simple(41));
        var first = client.awaitReply("first");
        // Other numbers under the same id: only an answer that was kept can still be 42.
        order(FRANKFURT, REPLIES, "again", headers, simple(7));

        var again = client.awaitReply("again");

        assertThat(again.payload()).isEqualTo(first.payload());
        assertThat(again.user("tieline-request")).isEqualTo(first.user("tieline-request"));
        assertThat(sum(again)).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tl/v1/other/node/clinic-berlin/tester/reply",
                "tl/v1/acme/node/clinic-berlin/tester/state",
                "elsewhere/reply",
            })
    void shouldNotAnswerToATopicThatIsNoNodesReplyTopic(String topic) throws Exception {
        // A node that is not told is refused in order of arrival, so the second answer comes after any to the first.
        order(FRANKFURT, topic, "astray", headers("nobody", PUBLIC), simple(41));
        order(FRANKFURT, REPLIES, "next", headers("nobody", PUBLIC), simple(41));

        var next = client.awaitReply("next");

        assertThat(next.user("tieline-status")).isEqualTo("unknown_model");
        assertThat(client.seen()).containsExactly(next);
    }

    @ParameterizedTest
    @CsvSource({
        "tieline-budget-us, 0",
        "tieline-budget-us, -5",
        "tieline-budget-us, soon",
        "tieline-budget-us, 9223372036854775807",
        "tieline-request, not an id",
        "tieline-model, ../simple",
        "tieline-class, ",
        "inference-header-content-length, -1",
        "tieline-unheard-of, 1",
    })
    void shouldNameTheHeaderThatIsMalformed(String header, @Nullable String value) throws Exception {
        var headers = new HashMap<>(headers("simple", PUBLIC));
        headers.put(header, value == null ? "" : value);
        order(FRANKFURT, REPLIES, "c1", headers, simple(41));

        var reply = client.awaitReply("c1");

        assertThat(reply.user("tieline-status")).isEqualTo("invalid_request");
        assertThat(reply.text()).contains(header);
    }

    @Test
    void shouldSayOnlyThatItIsTooLateForWorkWhoseBudgetIsSpent() throws Exception {
        var spent = new HashMap<>(headers("simple", PUBLIC));
        spent.put("tieline-budget-us", "1");
        order(FRANKFURT, REPLIES, "spent", spent, simple(41));
        order(FRANKFURT, REPLIES, "next", headers("simple", PUBLIC), simple(41));

        var late = client.awaitReply("spent");
        var next = client.awaitReply("next");

        assertThat(late.user("tieline-status")).isEqualTo("deadline_exceeded");
        assertThat(sum(next)).isEqualTo(42);
        assertThat(client.seen()).containsExactlyInAnyOrder(late, next);
    }

    @Test
    void shouldGoOnServingAfterALotOfNonsense() throws Exception {
        for (int i = 0; i < 50; i++) {
            client.publish(FRANKFURT, GARBAGE, false, MqttClient.asking(REPLIES, null, Map.of()));
        }
        order(FRANKFURT, REPLIES, "c1", headers("simple", PUBLIC), simple(41));

        assertThat(sum(client.awaitReply("c1"))).isEqualTo(42);
        assertThat(client.seen()).hasSize(1);
    }

    private void order(String topic, String replyTo, String correlation, Map<String, String> headers, OipBody body)
            throws Exception {
        var all = new HashMap<>(headers);
        all.putIfAbsent("inference-header-content-length", String.valueOf(body.headerLength()));
        order(topic, replyTo, correlation, all, body.toByteArray());
    }

    private void order(String topic, String replyTo, String correlation, Map<String, String> headers, byte[] body)
            throws Exception {
        client.publish(topic, body, false, MqttClient.asking(replyTo, correlation, headers));
    }

    private static Map<String, String> headers(String model, DataLabel label) {
        var id = UUID.randomUUID().toString();
        return new WorkHeaders(id, ModelName.of(model), null, BUDGET, label, null, null, null, null, null)
                .toUserProperties();
    }

    private OipBody simple(int number) {
        InferenceRequest request = Requests.simple("simple", number);
        return codec.encodeRequest(request);
    }

    private int sum(Seen reply) {
        var headerLength = Integer.valueOf(reply.user("inference-header-content-length"));
        return codec.decodeResponse(ByteBuffer.wrap(reply.payload()), headerLength)
                .outputs()
                .getFirst()
                .ints()[0];
    }
}
