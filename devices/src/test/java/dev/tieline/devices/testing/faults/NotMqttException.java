package dev.tieline.devices.testing.faults;

import java.io.IOException;

/** The bytes of a connection are not MQTT control packets. */
final class NotMqttException extends IOException {
    private static final long serialVersionUID = 1;

    NotMqttException(String message) {
        super(message);
    }
}
