package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class ReasonCodeTest {

    @Test
    void shouldNameEveryReasonOfTheSpecificationWithItsNumber() {
        int[] codes = {
            0x00, 0x04, 0x10, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8B, 0x8D, 0x8E, 0x8F,
            0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F, 0xA0, 0xA1, 0xA2
        };

        for (var code : codes) {
            assertThat(ReasonCode.words(code)).doesNotStartWith("unknown").endsWith(String.format(" (0x%02X)", code));
        }
        assertThat(ReasonCode.words(0xFE)).isEqualTo("unknown reason (0xFE)");
    }

    @Test
    void shouldLookBelowTheWrappersForTheReason() {
        var cause = new ConnectException("Connection refused");
        var wrapped =
                new ExecutionException(new MqttException(MqttClientException.REASON_CODE_SERVER_CONNECT_ERROR, cause));

        assertThat(ReasonCode.describe(wrapped)).isEqualTo("Connection refused");
        assertThat(ReasonCode.describe(null)).isEqualTo("no reason given");
        assertThat(ReasonCode.describe(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void shouldKeepTextOfTheBrokerOnOneLineOfBoundedLength() {
        assertThat(ReasonCode.printable("gone\r\nFAKE LOG LINE")).isEqualTo("gone FAKE LOG LINE");
        assertThat(ReasonCode.printable("x".repeat(1_000))).hasSize(203).endsWith("...");
    }

    @Test
    void shouldTellAMessageThatWasNotSentFromOneThatMayHaveArrived() {
        var notConnected = new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
        var full = new MqttException(MqttClientException.REASON_CODE_MAX_INFLIGHT);
        var lost = new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST);

        assertThat(ReasonCode.notSent(notConnected).kind()).isEqualTo(LinkFailure.Kind.NOT_CONNECTED);
        assertThat(ReasonCode.notSent(full).kind()).isEqualTo(LinkFailure.Kind.QUOTA_EXCEEDED);
        assertThat(ReasonCode.givenUp(lost).kind()).isEqualTo(LinkFailure.Kind.CONNECTION_LOST);
        assertThat(ReasonCode.givenUp(new MqttException(0x87)).kind()).isEqualTo(LinkFailure.Kind.NOT_AUTHORIZED);
        assertThat(ReasonCode.givenUp(new IllegalStateException("x")).kind())
                .isEqualTo(LinkFailure.Kind.CONNECTION_LOST);
    }
}
