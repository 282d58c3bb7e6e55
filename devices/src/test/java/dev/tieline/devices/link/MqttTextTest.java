package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttDataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttTextTest {

    @Test
    void shouldRefuseTheCharactersAtWhichTheClientLibraryWouldFailAndTheRestOfTheNonCharacters() throws MqttException {
        for (var codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint % 17 == 0 || codePoint < 0x3000 || (codePoint & 0xFF00) >= 0xFD00) {
                var text = Character.toString(codePoint);

                var restOfTheNonCharacters = codePoint >= 0xFDE0 && codePoint <= 0xFDEF;
                assertThat(accepted(text)).as("U+%04X", codePoint).isEqualTo(written(text) && !restOfTheNonCharacters);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\0", "\u007f", "\u0085", "\ud800", "\uffff"})
    void shouldNotLetSuchTextIntoTheProperties(String value) {
        assertThatThrownBy(() -> MessageProperties.ofUser(Map.of("tieline-purpose", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the user property tieline-purpose has the character U+");
    }

    @Test
    void shouldRefuseTextWhoseLengthTheWireCannotSay() {
        assertThatThrownBy(() -> MqttText.check("the purpose", "ü".repeat(32_768)))
                .hasMessage("the purpose has 65536 bytes; the limit is 65535");
        assertThat(MqttText.check("the purpose", "x".repeat(65_535))).hasSize(65_535);
    }

    @Test
    void shouldRefuseCorrelationDataWhoseLengthTheWireCannotSay() {
        assertThatThrownBy(() -> MessageProperties.NONE.withCorrelation(new byte[65_536]))
                .hasMessage("the correlation data has 65536 bytes; the limit is 65535");
    }

    private static boolean accepted(String text) {
        try {
            MqttText.check("it", text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean written(String text) throws MqttException {
        try {
            MqttDataTypes.encodeUTF8(new DataOutputStream(new ByteArrayOutputStream()), text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
