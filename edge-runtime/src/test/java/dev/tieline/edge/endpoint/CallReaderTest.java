package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallReaderTest {
    private final FakeTicker ticker = new FakeTicker();
    private final CallReader reader = new CallReader(
            new OipCodec(OipLimits.DEFAULT),
            ticker,
            new Random(5),
            new CallDefaults(DataLabel.of(DataClass.INTERNAL), Duration.ofSeconds(10), Duration.ofMinutes(5)),
            name -> Optional.empty());

    @Test
    void shouldTakeTheDefaultsWhereTheCallerSaysNothing() {
        var call = read(headers(), "");

        assertThat(call.label()).isEqualTo(DataLabel.of(DataClass.INTERNAL));
        assertThat(call.deadline().remaining()).isEqualTo(Duration.ofSeconds(10));
        assertThat(call.purpose()).isNull();
    }

    @Test
    void shouldRaiseTheClassButNeverLowerIt() {
        assertThat(read(headers("Tieline-Class", "personal"), "").label().dataClass())
                .isEqualTo(DataClass.PERSONAL);
        assertThat(read(headers("Tieline-Class", "public"), "").label().dataClass())
                .isEqualTo(DataClass.INTERNAL);
    }

    @Test
    void shouldJoinWhatTheModelIsGivenAtLeast() {
        var card = Cards.with(
                Cards.with(Cards.simple("simple@1"), "inputLabel: {class: personal, tags: [face]}"),
                "trainedOn: {class: special}");
        var reader = new CallReader(
                new OipCodec(OipLimits.DEFAULT),
                ticker,
                new Random(5),
                new CallDefaults(
                        DataLabel.of(DataClass.INTERNAL, "acme"), Duration.ofSeconds(10), Duration.ofMinutes(5)),
                name -> Optional.of(Cards.manifest(card)));
        var said = new Statement(List.of("public"), List.of("health"), List.of(), null, null);

        var call = reader.call(Calls.request("simple"), said, 0);

        assertThat(call.label())
                .as("not what the weights may reveal: a request does not carry them")
                .isEqualTo(DataLabel.of(DataClass.PERSONAL, "acme", "face", "health"));
    }

    @Test
    void shouldJoinWhatItWasToldOfAModelThatIsElsewhere() {
        var reader = new CallReader(
                new OipCodec(OipLimits.DEFAULT),
                ticker,
                new Random(5),
                new CallDefaults(DataLabel.PUBLIC, Duration.ofSeconds(10), Duration.ofMinutes(5)),
                name -> Optional.empty(),
                name -> DataLabel.of(DataClass.PERSONAL, name.value()));

        assertThat(reader.call(Calls.request("simple"), Statement.NONE, 0).label())
                .isEqualTo(DataLabel.of(DataClass.PERSONAL, "simple"));
    }

    @Test
    void shouldTakeAMisspelledClassForUnknownAndNotForPublic() {
        assertThat(read(headers("Tieline-Class", "personel"), "").label().dataClass())
                .isEqualTo(DataClass.UNKNOWN);
    }

    @Test
    void shouldJoinWhatHeadersAndParametersSay() {
        var call = read(
                headers("tieline-class", "personal", "tieline-tags", "health, a"),
                "\"tieline_class\":\"special\",\"tieline_tags\":\"b\"");

        assertThat(call.label()).isEqualTo(DataLabel.of(DataClass.SPECIAL, "a", "b", "health"));
    }

    @Test
    void shouldTakeTheTimeoutInMicrosecondsAndCutItToTheMaximum() {
        assertThat(read(headers(), "\"timeout\":1500").deadline().remaining()).isEqualTo(Duration.ofNanos(1_500_000));
        assertThat(read(headers(), "\"timeout\":86400000000").deadline().remaining())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"timeout\":-1", "\"timeout\":\"soon\"", "\"timeout\":1.5", "\"tieline_class\":1"})
    void shouldRefuseParametersOfTheWrongKind(String parameters) {
        assertThatThrownBy(() -> read(headers(), parameters))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.InvalidRequest.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "99999999999", "1e3"})
    void shouldRefuseAHeaderLengthThatIsNoLength(String length) {
        assertThatThrownBy(() -> read(headers(CallReader.HEADER_LENGTH, length), ""))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("Inference-Header-Content-Length");
    }

    @Test
    void shouldRefuseTwoPurposesThatDiffer() {
        assertThatThrownBy(() -> read(headers("Tieline-Purpose", "billing"), "\"tieline_purpose\":\"diagnostics\""))
                .hasMessageContaining("billing")
                .hasMessageContaining("diagnostics");
    }

    @Test
    void shouldJoinAllLinesOfAHeader() {
        var headers = headers(
                "Tieline-Class", "public", "Tieline-Class", "special", "Tieline-Tags", "a", "Tieline-Tags", "health");

        assertThat(read(headers, "").label()).isEqualTo(DataLabel.of(DataClass.SPECIAL, "a", "health"));
    }

    @Test
    void shouldRefuseTwoLinesOfPurposeThatDiffer() {
        assertRefused(() -> read(headers("Tieline-Purpose", "billing", "Tieline-Purpose", "diagnostics"), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"tieline_tags\":\"a\\u0001b\"", "\"tieline_purpose\":\"\"", "\"tieline_purpose\":\"a\\nb\""})
    void shouldRefuseWordsThatCouldNotTravel(String parameters) {
        assertRefused(() -> read(headers(), parameters));
    }

    @Test
    void shouldRefuseMoreTagsAndLongerPurposesThanCanTravel() {
        assertRefused(() -> read(headers("Tieline-Tags", "t".repeat(1_025)), ""));
        assertRefused(() -> read(headers("Tieline-Purpose", "p".repeat(129)), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "-1", "1\u00002"})
    void shouldNotKnowAVersionThatNoModelCanHave(String version) {
        assertThatThrownBy(() -> ModelPath.of("simple", version))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.UnknownModel.class));
    }

    @Test
    void shouldRefuseDefaultTagsThatNoCallCouldHave() {
        var label = DataLabel.of(DataClass.PUBLIC, "a,b");

        assertThatThrownBy(() -> new CallDefaults(label, Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a,b");
    }

    @Test
    void shouldGiveEachCallAnIdOfItsOwn() {
        assertThat(read(headers(), "").id())
                .hasSize(32)
                .isNotEqualTo(read(headers(), "").id());
    }

    @Test
    void shouldCountTheDeadlineFromTheArrivalOfTheRequest() {
        ticker.advance(Duration.ofSeconds(3));

        assertThat(read(headers(), "\"timeout\":5000000").deadline().remaining())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldNotDecodeWhatWaitedLongerThanAnyCallerMay() {
        ticker.advance(Duration.ofMinutes(5));

        assertThatThrownBy(() -> reader.checkTime(0))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.DeadlineExceeded.class));
    }

    private InferenceCall read(MultiMap headers, String parameters) {
        var body = "{\"parameters\":{" + parameters
                + "},\"inputs\":[{\"name\":\"X\",\"shape\":[1],\"datatype\":\"INT32\",\"data\":[1]}]}";
        var bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        var request =
                reader.decode(ModelPath.of("simple", null), bytes, headers.get(CallReader.HEADER_LENGTH), held -> {});
        return reader.call(request, Statement.read(headers::getAll), 0);
    }

    @Test
    void shouldTakeTheEarlierOfTwoDeadlines() {
        assertThat(left("\"timeout\":3000000", Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(left("\"timeout\":1000000", Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldTakeADeadlineBesideTheBodyForTheDefaultUpToTheLongest() {
        assertThat(left("", Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(left("", Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(5));
    }

    private Duration left(String parameters, Duration beside) {
        var request = read(headers(), parameters).request();
        return reader.call(request, Statement.NONE.withTimeout(beside), 0)
                .deadline()
                .remaining();
    }

    private static void assertRefused(ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.InvalidRequest.class));
    }

    private static MultiMap headers(String... namesAndValues) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }
}
