package dev.tieline.devices.link;

import java.nio.charset.StandardCharsets;

/**
 * The text that may stand in a packet (MQTT 5 specification, section 1.5.4): at most 65,535 bytes of UTF-8, without
 * control characters, lone surrogates and non-characters. Anything else would end the connection, here or at the
 * broker, and take the messages of others with it; so it is refused where it is made.
 */
final class MqttText {
    private static final int MAX_BYTES = 65_535;
    private static final int PLANE_MASK = 0xFFFF;
    private static final int FIRST_NONCHARACTER_OF_PLANE = 0xFFFE;
    private static final int FIRST_NONCHARACTER = 0xFDD0;
    private static final int LAST_NONCHARACTER = 0xFDEF;

    private MqttText() {}

    static String check(String what, String text) {
        text.codePoints().filter(MqttText::forbidden).findFirst().ifPresent(codePoint -> {
            throw new IllegalArgumentException(
                    String.format("%s has the character U+%04X, which no MQTT text may have", what, codePoint));
        });
        if (text.length() > MAX_BYTES / 4) {
            var bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException(what + " has " + bytes + " bytes; the limit is " + MAX_BYTES);
            }
        }
        return text;
    }

    private static boolean forbidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || (codePoint >= FIRST_NONCHARACTER && codePoint <= LAST_NONCHARACTER)
                || (codePoint & PLANE_MASK) >= FIRST_NONCHARACTER_OF_PLANE;
    }
}
