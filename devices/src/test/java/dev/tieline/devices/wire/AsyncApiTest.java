package dev.tieline.devices.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.ClientId;
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
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.YamlList;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlScalar;
import dev.tieline.policy.document.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The AsyncAPI document says of topics and properties what the code does: nothing less, and nothing more. */
class AsyncApiTest {
    private static final YamlMap DOCUMENT =
            YamlReader.read(Path.of("../docs/asyncapi.yaml")).asMap();
    private static final String PAGE = YamlReader.text(Path.of("../docs/mqtt.md"));

    private static final TenantId TENANT = TenantId.of("id-of-tenant");
    private static final NodeAddress NODE = NodeAddress.of("id-of-site/id-of-node");
    private static final ModelName MODEL = ModelName.of("id-of-model");

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final WorkHeaders FULL_WORK = new WorkHeaders(
            "r-1",
            MODEL,
            "1",
            Duration.ofSeconds(1),
            DataLabel.of(DataClass.PERSONAL, "health"),
            "diagnostics",
            "a-rule",
            "0123456789abcdef0123456789abcdef",
            412,
            SiteId.of("controller-fra"),
            TRACE);
    private static final WorkHeaders ENQUIRY = new WorkHeaders(
            "r-1", MODEL, "1", Duration.ofSeconds(1), FULL_WORK.label(), "diagnostics", null, null, null, TRACE);
    private static final WorkHeaders LEAST_WORK =
            new WorkHeaders("r-1", MODEL, null, Duration.ofSeconds(1), DataLabel.PUBLIC, null, null, null, null, null);

    /** One topic of each kind, whose ids say which part of the address they are. */
    static Stream<Topic> topics() {
        var others = Stream.of(
                new WorkTopic(TENANT, NODE),
                new DispatchTopic(TENANT, MODEL),
                new InferTopic(TENANT, NODE, MODEL),
                new ClientTopic(TENANT, NODE.site(), ClientId.of("id-of-client")),
                new SitesTopic(TENANT),
                new PolicyTopic(TENANT));
        return Stream.concat(Stream.of(Kind.values()).map(kind -> new NodeTopic(TENANT, NODE, kind)), others);
    }

    static Stream<String> channels() {
        return map("channels").entries().keySet().stream();
    }

    @Test
    void shouldLookAtEveryKindOfTopic() {
        assertThat(topics().map(Object::getClass).distinct())
                .as("a kind of topic that this test does not know is in no document")
                .containsExactlyInAnyOrder(Topic.class.getPermittedSubclasses());
    }

    @Test
    void shouldDescribeExactlyTheTopicsThatThereAre() {
        var written = channels().map(name -> map("channels", name).string("address"));

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        topics().map(AsyncApiTest::template).toList());
    }

    @ParameterizedTest
    @MethodSource("channels")
    void shouldReadEveryAddressAsATopic(String channel) {
        var address = map("channels", channel).string("address");

        var filled = address.replaceAll("\\{([a-z]+)}", "id-of-$1");

        assertThat(Topics.parse(filled)).hasValueSatisfying(topic -> {
            assertThat(topic.path()).isEqualTo(filled);
            assertThat(template(topic)).isEqualTo(address);
        });
    }

    @ParameterizedTest
    @MethodSource("channels")
    void shouldDescribeTheParametersOfEveryAddress(String channel) {
        var placeholders = Pattern.compile("\\{([a-z]+)}")
                .matcher(map("channels", channel).string("address"))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(map("channels", channel, "parameters").entries().keySet()).containsExactlyElementsOf(placeholders);
        assertThat(map("components", "parameters").entries().keySet()).containsAll(placeholders);
    }

    @ParameterizedTest
    @EnumSource(Header.class)
    void shouldDescribeEveryUserPropertyByItsRule(Header header) {
        var schema = map("components", "schemas", header.property());

        assertThat(schema.string("pattern")).isEqualTo("^(" + header.rule() + ")$");
        assertThat(schema.integer("maxLength")).isEqualTo(header.maxLength());
    }

    @Test
    void shouldDescribeNoUserPropertyThatThereIsNot() {
        var known = Stream.of(Header.values()).map(Header::property).toList();

        assertThat(map("components", "schemas").entries().keySet())
                .filteredOn(name -> name.contains("-") || name.startsWith("trace"))
                .containsExactlyInAnyOrderElementsOf(known);
        assertThat(map("components", "messages").entries().values())
                .flatExtracting(message -> List.copyOf(properties(message.asMap())))
                .isSubsetOf(known);
    }

    @Test
    void shouldGiveEachMessageTheUserPropertiesThatAreWritten() {
        assertThat(properties("work")).containsExactlyElementsOf(keys(FULL_WORK.toUserProperties()));
        assertThat(required("work")).containsExactlyElementsOf(keys(LEAST_WORK.toUserProperties()));
        assertThat(properties("enquiry")).containsExactlyElementsOf(keys(ENQUIRY.toUserProperties()));
        assertThat(required("enquiry")).containsExactlyElementsOf(keys(LEAST_WORK.toUserProperties()));
        assertThat(properties("reply")).containsExactlyElementsOf(keys(reply(120)));
        assertThat(required("reply")).containsExactlyElementsOf(keys(reply(null)));
        assertThat(properties("answer"))
                .containsExactlyElementsOf(keys(AnswerHeaders.ok(120).toUserProperties()));
        assertThat(required("answer"))
                .containsExactlyElementsOf(keys(AnswerHeaders.ok(null).toUserProperties()));
        assertThat(properties("refusal"))
                .containsExactlyElementsOf(
                        keys(AnswerHeaders.error("overloaded").toUserProperties()));
    }

    /** What a statement reads, and what {@link InferHeaders} reads; all of it may be left out. */
    @Test
    void shouldGiveARequestTheUserPropertiesThatAreRead() {
        assertThat(properties("request"))
                .containsExactlyInAnyOrder(
                        "tieline-class",
                        "tieline-tags",
                        "tieline-purpose",
                        "traceparent",
                        "tieline-version",
                        "tieline-budget-us",
                        "inference-header-content-length");
        assertThat(map("components", "messages", "request", "headers").has("required"))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("channels")
    void shouldSayOfServiceAndRetentionWhatThePageSays(String channel) {
        var address = map("channels", channel).string("address");
        var row = PAGE.lines()
                .filter(line -> line.startsWith("| `" + address + "` |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/mqtt.md has no row for " + address));
        var cells = row.split("\\|", -1);

        assertThat(bindings(channel)).isNotEmpty().allSatisfy(binding -> {
            assertThat(binding.get("qos").asScalar().text()).isEqualTo(cells[3].strip());
            assertThat(binding.get("retain").asScalar().bool())
                    .isEqualTo(cells[4].strip().equals("yes"));
        });
    }

    @Test
    void shouldHaveARowOnThePageForNoOtherTopic() {
        var rows = PAGE.lines()
                .filter(line -> line.startsWith("| `tl/v1/"))
                .map(line -> line.substring(3, line.indexOf('`', 3)));

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        topics().map(AsyncApiTest::template).toList());
    }

    @Test
    void shouldReferToNothingThatIsNotThere() {
        assertThat(references(DOCUMENT)).hasSizeGreaterThan(100).allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(map(reference.substring(2).split("/")).entries()).isNotEmpty();
        });
    }

    private static String template(Topic topic) {
        return topic.path().replaceAll("id-of-([a-z]+)", "{$1}");
    }

    private static YamlMap map(String... path) {
        var at = DOCUMENT;
        for (var key : path) {
            at = at.map(key);
        }
        return at;
    }

    private static Set<String> properties(String message) {
        return properties(map("components", "messages", message));
    }

    private static Set<String> properties(YamlMap message) {
        return message.has("headers")
                ? message.map("headers").map("properties").entries().keySet()
                : Set.of();
    }

    private static List<String> required(String message) {
        return map("components", "messages", message, "headers").strings("required");
    }

    private static List<String> keys(Map<String, String> user) {
        return List.copyOf(user.keySet());
    }

    private static Map<String, String> reply(@Nullable Integer headerLength) {
        return new ReplyHeaders("r-1", ReplyHeaders.OK, 0, NODE, headerLength).toUserProperties();
    }

    /** What the operations on a channel say for MQTT. */
    private static List<YamlMap> bindings(String channel) {
        return map("operations").entries().values().stream()
                .map(YamlValue::asMap)
                .filter(operation -> operation.map("channel").string("$ref").equals("#/channels/" + channel))
                .map(operation -> operation.map("bindings").map("mqtt"))
                .toList();
    }

    private static List<String> references(YamlValue value) {
        return switch (value) {
            case YamlScalar scalar -> List.of();
            case YamlList list ->
                list.items().stream().flatMap(item -> references(item).stream()).toList();
            case YamlMap map ->
                Stream.concat(
                                map.findString("$ref").stream(),
                                map.entries().values().stream().flatMap(item -> references(item).stream()))
                        .toList();
        };
    }
}
