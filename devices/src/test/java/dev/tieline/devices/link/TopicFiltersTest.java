package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the MQTT 5 specification, section 4.7, and our own. */
class TopicFiltersTest {

    @ParameterizedTest
    @CsvSource({
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "#, $SYS/monitor, false",
        "+/monitor, $SYS/monitor, false",
        "$SYS/#, $SYS/monitor, true",
        "a/b, a/b, true",
        "a/b, a/B, false",
        "a/b, a/b/c, false",
        "$share/controllers/tl/v1/acme/dispatch/+, tl/v1/acme/dispatch/minilm, true",
        "$share/controllers/tl/v1/acme/dispatch/+, tl/v1/other/dispatch/minilm, false",
    })
    void shouldMatchAsTheSpecificationSays(String filter, String topic, boolean matches) {
        assertThat(TopicFilters.matches(filter, topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "a/#", "+/tennis/#", "/", "$share/g/a", "$share/g/+/a"})
    void shouldAcceptALegalFilter(String filter) {
        assertThatCode(() -> TopicFilters.checkFilter(filter)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a#", "sport+", "a/+b/c", "$share/g", "$share//a", "$share/g/"})
    void shouldRefuseAMalformedFilter(String filter) {
        assertThatThrownBy(() -> TopicFilters.checkFilter(filter)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "#", "a\0b"})
    void shouldRefuseATopicThatNobodyCanPublishTo(String topic) {
        assertThatThrownBy(() -> TopicFilters.checkTopic(topic)).isInstanceOf(IllegalArgumentException.class);
    }
}
