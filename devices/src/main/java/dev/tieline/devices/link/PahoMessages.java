package dev.tieline.devices.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** Messages to and from the client library's form. */
final class PahoMessages {
    private static final long MAX_EXPIRY_SECONDS = 0xFFFF_FFFFL;

    private PahoMessages() {}

    static MqttMessage toPaho(OutboundMessage message) {
        return new MqttMessage(message.payload(), message.qos(), message.retain(), toPaho(message.properties()));
    }

    static MqttMessage toPaho(Will will) {
        return new MqttMessage(will.payload(), 1, true, new MqttProperties());
    }

    static InboundMessage fromPaho(String topic, MqttMessage message) {
        return new InboundMessage(topic, message.getPayload(), message.isRetained(), fromPaho(message.getProperties()));
    }

    private static MqttProperties toPaho(MessageProperties properties) {
        var paho = new MqttProperties();
        if (properties.responseTopic() != null) {
            paho.setResponseTopic(properties.responseTopic());
        }
        if (properties.correlationData() != null) {
            paho.setCorrelationData(properties.correlationData());
        }
        if (properties.expiry() != null) {
            paho.setMessageExpiryInterval(wholeSeconds(properties.expiry()));
        }
        if (properties.contentType() != null) {
            paho.setContentType(properties.contentType());
        }
        List<UserProperty> user = new ArrayList<>();
        properties.user().forEach((name, value) -> user.add(new UserProperty(name, value)));
        paho.setUserProperties(user);
        return paho;
    }

    private static MessageProperties fromPaho(@Nullable MqttProperties paho) {
        if (paho == null) {
            return MessageProperties.NONE;
        }
        var user = new LinkedHashMap<String, String>();
        var repeated = new LinkedHashMap<String, List<String>>();
        for (var property : paho.getUserProperties()) {
            var first = user.putIfAbsent(property.getKey(), property.getValue());
            if (first != null) {
                repeated.computeIfAbsent(property.getKey(), name -> new ArrayList<>(List.of(first)))
                        .add(property.getValue());
            }
        }
        var seconds = paho.getMessageExpiryInterval();
        return new MessageProperties(
                paho.getResponseTopic(),
                paho.getCorrelationData(),
                seconds == null || seconds <= 0 ? null : Duration.ofSeconds(seconds),
                paho.getContentType(),
                user,
                repeated);
    }

    private static long wholeSeconds(Duration duration) {
        var seconds = duration.toSeconds();
        var roundedUp = Duration.ofSeconds(seconds).compareTo(duration) < 0 ? seconds + 1 : seconds;
        return Math.min(roundedUp, MAX_EXPIRY_SECONDS);
    }
}
