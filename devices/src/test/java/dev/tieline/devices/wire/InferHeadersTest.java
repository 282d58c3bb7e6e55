package dev.tieline.devices.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.wire.HeaderException.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferHeadersTest {

    @Test
    void shouldReadWhatADeviceSays() {
        var user =
                Map.of("tieline-version", "2", "tieline-budget-us", "1500", "inference-header-content-length", "120");

        assertThat(read(user)).isEqualTo(new InferHeaders("2", Duration.ofNanos(1_500_000), "120"));
    }

    @Test
    void shouldTakeARequestThatSaysNothing() {
        assertThat(InferHeaders.read(MessageProperties.NONE)).isEqualTo(new InferHeaders(null, null, null));
    }

    @Test
    void shouldLeaveWhatItDoesNotKnowAlone() {
        var user = Map.of("tieline-colour", "red", "firmware", "1.2", "tieline-budget-us", "7");

        assertThat(read(user)).isEqualTo(new InferHeaders(null, Duration.ofNanos(7_000), null));
    }

    /** A name that is only written otherwise must not lose what it demands. */
    @Test
    void shouldCompareNamesWithoutRegardToCase() {
        var user = Map.of("Tieline-Version", "2", "TIELINE-BUDGET-US", "9", "Inference-Header-Content-Length", "0");

        assertThat(read(user)).isEqualTo(new InferHeaders("2", Duration.ofNanos(9_000), "0"));
        assertThat(InferHeaders.values(MessageProperties.ofUser(Map.of("Tieline-Class", "special")), "tieline-class"))
                .containsExactly("special");
    }

    /** The rim that decodes the body says what is wrong with its length, as it does for the other protocols. */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "99999999999"})
    void shouldPassOnAHeaderLengthAsItIsWritten(String length) {
        assertThat(read(Map.of("inference-header-content-length", length)).headerLength())
                .isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "0, INVALID",
        "-1, INVALID",
        "1.5, INVALID",
        "soon, INVALID",
        "'', INVALID",
        "01, INVALID",
        "99999999999, TOO_LONG"
    })
    void shouldRefuseABudgetThatIsNone(String budget, Problem problem) {
        assertThatThrownBy(() -> read(Map.of("tieline-budget-us", budget)))
                .isInstanceOfSatisfying(HeaderException.class, error -> {
                    assertThat(error.property()).isEqualTo("tieline-budget-us");
                    assertThat(error.problem()).isEqualTo(problem);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tieline-version", "tieline-budget-us", "inference-header-content-length"})
    void shouldRefuseOneThatSaysTwoThings(String name) {
        var properties = repeated(name, "1", "2");

        assertThatThrownBy(() -> InferHeaders.read(properties))
                .isInstanceOfSatisfying(
                        HeaderException.class,
                        error -> assertThat(error.problem()).isEqualTo(Problem.REPEATED))
                .hasMessage("property " + name + ": stands in the message more than once, with different values");
    }

    @Test
    void shouldRefuseOneThatSaysTwoThingsInTwoSpellings() {
        assertThatThrownBy(() -> read(Map.of("tieline-version", "1", "Tieline-Version", "2")))
                .isInstanceOf(HeaderException.class);
    }

    @Test
    void shouldTakeOneThatSaysTheSameTwice() {
        assertThat(InferHeaders.read(repeated("tieline-version", "1", "1")).version())
                .isEqualTo("1");
    }

    @Test
    void shouldGiveAllValuesOfAPropertyInOrder() {
        var user = new LinkedHashMap<String, String>();
        user.put("tieline-tags", "a");
        user.put("other", "x");
        user.put("Tieline-Tags", "c,d");
        var properties =
                new MessageProperties(null, null, null, null, user, Map.of("tieline-tags", List.of("a", "b", "a")));

        assertThat(InferHeaders.values(properties, "tieline-tags")).containsExactly("a", "b", "a", "c,d");
        assertThat(InferHeaders.values(properties, "tieline-class")).isEmpty();
    }

    private static InferHeaders read(Map<String, String> user) {
        return InferHeaders.read(MessageProperties.ofUser(user));
    }

    private static MessageProperties repeated(String name, String... values) {
        return new MessageProperties(null, null, null, null, Map.of(name, values[0]), Map.of(name, List.of(values)));
    }
}
