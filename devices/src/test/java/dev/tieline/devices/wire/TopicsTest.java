package dev.tieline.devices.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.ClientId;
import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.wire.Topic.ClientTopic;
import dev.tieline.devices.wire.Topic.DispatchTopic;
import dev.tieline.devices.wire.Topic.InferTopic;
import dev.tieline.devices.wire.Topic.NodeTopic;
import dev.tieline.devices.wire.Topic.NodeTopic.Kind;
import dev.tieline.devices.wire.Topic.PolicyTopic;
import dev.tieline.devices.wire.Topic.SitesTopic;
import dev.tieline.devices.wire.Topic.WorkTopic;
import dev.tieline.models.ModelName;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final NodeAddress NODE = NodeAddress.of("clinic-berlin/gw-1");
    private static final Topics TOPICS = new Topics(ACME);
    private static final SiteId CLINIC = NODE.site();
    private static final ModelName MINILM = ModelName.of("minilm");
    private static final ClientId SENSOR = ClientId.of("pump-7");

    /** The form of every topic; a change here is a change of the protocol. */
    @Test
    void shouldWriteTheTopicsOfTheProtocol() {
        assertThat(List.of(
                        TOPICS.state(NODE),
                        TOPICS.birth(NODE),
                        TOPICS.telemetry(NODE),
                        TOPICS.desired(NODE),
                        TOPICS.routes(NODE),
                        TOPICS.reported(NODE),
                        TOPICS.reply(NODE),
                        TOPICS.work(NODE),
                        TOPICS.dispatch(ModelName.of("minilm.v2_a-B")),
                        TOPICS.infer(NODE, ModelName.of("minilm.v2_a-B")),
                        TOPICS.client(CLINIC, SENSOR),
                        TOPICS.sites(),
                        TOPICS.policy()))
                .containsExactly(
                        "tl/v1/acme/node/clinic-berlin/gw-1/state",
                        "tl/v1/acme/node/clinic-berlin/gw-1/birth",
                        "tl/v1/acme/node/clinic-berlin/gw-1/telemetry",
                        "tl/v1/acme/node/clinic-berlin/gw-1/desired",
                        "tl/v1/acme/node/clinic-berlin/gw-1/routes",
                        "tl/v1/acme/node/clinic-berlin/gw-1/reported",
                        "tl/v1/acme/node/clinic-berlin/gw-1/reply",
                        "tl/v1/acme/work/clinic-berlin/gw-1",
                        "tl/v1/acme/dispatch/minilm.v2_a-B",
                        "tl/v1/acme/infer/clinic-berlin/gw-1/minilm.v2_a-B",
                        "tl/v1/acme/client/clinic-berlin/pump-7",
                        "tl/v1/acme/sites",
                        "tl/v1/acme/policy");
    }

    @Test
    void shouldWriteTheFiltersOfTheProtocol() {
        assertThat(TOPICS.allNodes(Kind.STATE)).isEqualTo("tl/v1/acme/node/+/+/state");
        assertThat(TOPICS.sharedDispatch("controllers")).isEqualTo("$share/controllers/tl/v1/acme/dispatch/+");
        assertThat(TOPICS.allInfer(NODE)).isEqualTo("tl/v1/acme/infer/clinic-berlin/gw-1/+");
        assertThatThrownBy(() -> TOPICS.sharedDispatch("a/b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldParseEveryTopicOfANode(Kind kind) {
        var topic = new NodeTopic(ACME, NODE, kind);

        assertThat(Topics.parse(topic.path())).contains(topic);
        assertThat(topic.device()).isEqualTo(DeviceId.of("acme/clinic-berlin/gw-1"));
    }

    @Test
    void shouldParseEveryOtherTopic() {
        assertThat(Topics.parse(TOPICS.work(NODE))).contains(new WorkTopic(ACME, NODE));
        assertThat(Topics.parse(TOPICS.dispatch(MINILM))).contains(new DispatchTopic(ACME, MINILM));
        assertThat(Topics.parse(TOPICS.infer(NODE, MINILM))).contains(new InferTopic(ACME, NODE, MINILM));
        assertThat(Topics.parse(TOPICS.client(CLINIC, SENSOR))).contains(new ClientTopic(ACME, CLINIC, SENSOR));
        assertThat(Topics.parse(TOPICS.sites())).contains(new SitesTopic(ACME));
        assertThat(Topics.parse(TOPICS.policy())).contains(new PolicyTopic(ACME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "tl/v1",
                "tl/v1/",
                "tl/v1/acme",
                "tl/v1/acme/",
                "tl/v2/acme/sites",
                "TL/v1/acme/sites",
                "/tl/v1/acme/sites",
                "tl/v1/acme/sites/",
                "tl/v1/acme/sites/x",
                "tl/v1/Acme/sites",
                "tl/v1//sites",
                "tl/v1/acme/node/clinic/gw-1",
                "tl/v1/acme/node/clinic/gw-1/",
                "tl/v1/acme/node/clinic/gw-1/unknown",
                "tl/v1/acme/node/clinic/gw-1/STATE",
                "tl/v1/acme/node/clinic/gw-1/state/x",
                "tl/v1/acme/node//gw-1/state",
                "tl/v1/acme/node/clinic/GW/state",
                "tl/v1/acme/node/+/gw-1/state",
                "tl/v1/acme/node/clinic/#",
                "tl/v1/acme/node/clinic/gw_1/state",
                "tl/v1/acme/work/clinic",
                "tl/v1/acme/work/clinic/gw-1/x",
                "tl/v1/acme/work/clinic/gw\0",
                "tl/v1/acme/dispatch",
                "tl/v1/acme/dispatch/.hidden",
                "tl/v1/acme/dispatch/a/b",
                "tl/v1/acme/dispatch/+",
                "tl/v1/acme/infer/clinic/gw-1",
                "tl/v1/acme/infer/clinic/gw-1/",
                "tl/v1/acme/infer/clinic/gw-1/+",
                "tl/v1/acme/infer/clinic/gw-1/.hidden",
                "tl/v1/acme/infer/clinic/gw-1/minilm/infer",
                "tl/v1/acme/infer/clinic/GW/minilm",
                "tl/v1/acme/client/clinic",
                "tl/v1/acme/client/clinic/",
                "tl/v1/acme/client/clinic/pump_7",
                "tl/v1/acme/client/clinic/+",
                "tl/v1/acme/client/clinic/pump-7/x",
                "tl/v1/acme/policy/",
                "tl/v1/acme/policy/acme-eu",
                "tl/v1/acme/unknown/x",
                "$share/g/tl/v1/acme/dispatch/minilm"
            })
    void shouldTakeNothingElseForATopic(String path) {
        assertThat(Topics.parse(path)).isEmpty();
    }

    @Test
    void shouldTakeNoTopicOfAnUnreasonableLength() {
        assertThat(Topics.parse("tl/v1/acme/" + "x/".repeat(30_000))).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldParseOnlyWhatItWouldWrite(long seed) {
        var random = new Random(seed);
        var valid = List.of(
                TOPICS.state(NODE),
                TOPICS.work(NODE),
                TOPICS.infer(NODE, MINILM),
                TOPICS.client(CLINIC, SENSOR),
                TOPICS.sites(),
                TOPICS.policy());
        for (var i = 0; i < 5_000; i++) {
            var path = mutate(valid.get(random.nextInt(valid.size())), random);

            Topics.parse(path)
                    .ifPresent(topic ->
                            assertThat(topic.path()).as("seed %d", seed).isEqualTo(path));
        }
    }

    @Test
    void shouldFindTheOriginOfAReplyTopicOfItsOwnTenantOnly() {
        assertThat(TOPICS.originOf("tl/v1/acme/node/clinic-berlin/gw-1/reply")).contains(NODE);
        assertThat(TOPICS.originOf("tl/v1/other/node/clinic-berlin/gw-1/reply")).isEmpty();
        assertThat(TOPICS.originOf("tl/v1/acme/node/clinic-berlin/gw-1/state")).isEmpty();
        assertThat(TOPICS.originOf("tl/v1/acme/work/clinic-berlin/gw-1")).isEmpty();
        assertThat(TOPICS.originOf("tl/v1/acme/node/clinic-berlin/gw-1/reply/x"))
                .isEmpty();
        assertThat(TOPICS.originOf("anything")).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldReadBackTheRequestsAndTheClientsOfAnyDevice(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 1_000; i++) {
            var topics = new Topics(TenantId.of(id(random)));
            var node = NodeAddress.of(id(random) + "/" + id(random));
            var model = ModelName.of(id(random) + "." + id(random).toUpperCase(Locale.ROOT) + "_1");
            var client = ClientId.of(id(random));

            assertThat(Topics.parse(topics.infer(node, model)))
                    .as("seed %d", seed)
                    .contains(new InferTopic(topics.tenant(), node, model));
            assertThat(topics.askedModel(node, topics.infer(node, model)))
                    .as("seed %d", seed)
                    .contains(model.value());
            assertThat(topics.clientOf(node.site(), topics.client(node.site(), client)))
                    .as("seed %d", seed)
                    .contains(client);
        }
    }

    @Test
    void shouldFindTheClientsOfOneTenantAndOneSiteOnly() {
        assertThat(TOPICS.clientOf(CLINIC, "tl/v1/acme/client/clinic-berlin/pump-7"))
                .contains(SENSOR);
        assertThat(TOPICS.clientOf(CLINIC, "tl/v1/acme/client/clinic-bonn/pump-7"))
                .isEmpty();
        assertThat(TOPICS.clientOf(CLINIC, "tl/v1/other/client/clinic-berlin/pump-7"))
                .isEmpty();
        assertThat(TOPICS.clientOf(CLINIC, "tl/v1/acme/client/clinic-berlin/pump-7/x"))
                .isEmpty();
        assertThat(TOPICS.clientOf(CLINIC, "tl/v1/acme/node/clinic-berlin/gw-1/reply"))
                .isEmpty();
        assertThat(TOPICS.clientOf(CLINIC, "tl/v1/acme/work/clinic-berlin/gw-1"))
                .isEmpty();
        assertThat(TOPICS.clientOf(CLINIC, "anything")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minilm", "", ".hidden", "no model", "+"})
    void shouldTellWhatIsAskedForWhetherAModelCanHaveThatNameOrNot(String asked) {
        assertThat(TOPICS.askedModel(NODE, "tl/v1/acme/infer/clinic-berlin/gw-1/" + asked))
                .contains(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tl/v1/acme/infer/clinic-berlin/gw-1",
                "tl/v1/acme/infer/clinic-berlin/gw-1/a/b",
                "tl/v1/acme/infer/clinic-berlin/gw-2/a",
                "tl/v1/other/infer/clinic-berlin/gw-1/a",
                "tl/v1/acme/work/clinic-berlin/gw-1",
                ""
            })
    void shouldNotTakeAnotherTopicForARequest(String topic) {
        assertThat(TOPICS.askedModel(NODE, topic)).isEmpty();
    }

    @Test
    void shouldGiveEachConnectionOfADeviceItsClientId() {
        var device = DeviceId.of("acme/clinic-berlin/gw-1");

        assertThat(Topics.clientId(device, ConnectionKind.CONTROL)).isEqualTo("acme.clinic-berlin.gw-1.control");
        assertThat(Topics.clientId(device, ConnectionKind.WORK)).isEqualTo("acme.clinic-berlin.gw-1.work");
    }

    private static String id(Random random) {
        var alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-";
        var text = new StringBuilder("i");
        for (var i = random.nextInt(20); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String mutate(String path, Random random) {
        var text = new StringBuilder(path);
        var alphabet = "abz019-/+#.$_AZ \0é";
        for (var i = random.nextInt(1, 4); i > 0 && !text.isEmpty(); i--) {
            var at = random.nextInt(text.length());
            var c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }
}
