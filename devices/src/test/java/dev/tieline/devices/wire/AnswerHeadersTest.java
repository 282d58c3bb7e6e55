package dev.tieline.devices.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerHeadersTest {

    /** The names and forms of all properties; a change here is a change of the protocol. */
    @Test
    void shouldWriteThePropertiesOfTheProtocol() {
        assertThat(AnswerHeaders.ok(120).toUserProperties())
                .containsExactly(
                        Map.entry("tieline-status", "ok"), Map.entry("inference-header-content-length", "120"));
        assertThat(AnswerHeaders.ok(null).toUserProperties()).containsExactly(Map.entry("tieline-status", "ok"));
        assertThat(AnswerHeaders.error("policy_denied").toUserProperties())
                .containsExactly(Map.entry("tieline-status", "policy_denied"));
    }

    @Test
    void shouldNotBeMadeOfWhatCannotTravel() {
        assertThatThrownBy(() -> AnswerHeaders.error("Not Found")).isInstanceOf(HeaderException.class);
        assertThatThrownBy(() -> AnswerHeaders.error("")).isInstanceOf(HeaderException.class);
        assertThatThrownBy(() -> AnswerHeaders.ok(0)).isInstanceOf(HeaderException.class);
    }
}
