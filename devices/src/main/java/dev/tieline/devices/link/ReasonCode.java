package dev.tieline.devices.link;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** MQTT 5 reason codes (specification section 2.4) in words, and what they mean for a publisher. */
final class ReasonCode {
    static final int NO_MATCHING_SUBSCRIBERS = 0x10;
    static final int FIRST_FAILURE = 0x80;
    private static final int LAST = 0xFF;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int MAX_DETAIL = 200;

    private ReasonCode() {}

    /** What the broker's answer to a PUBLISH means. */
    static PublishOutcome outcome(int code, String topic) {
        if (code == NO_MATCHING_SUBSCRIBERS) {
            return new PublishOutcome.NoSubscribers();
        }
        return code < FIRST_FAILURE
                ? new PublishOutcome.Accepted()
                : new PublishOutcome.Failed(refusal(code, "the broker refused the message to " + topic));
    }

    static LinkFailure refusal(int code, String what) {
        var kind = switch (code) {
            case NOT_AUTHORIZED -> LinkFailure.Kind.NOT_AUTHORIZED;
            case QUOTA_EXCEEDED -> LinkFailure.Kind.QUOTA_EXCEEDED;
            default -> LinkFailure.Kind.REFUSED;
        };
        return new LinkFailure(kind, code, what + ": " + words(code));
    }

    /** Why the client library did not take a message. */
    static LinkFailure notSent(MqttException refusal) {
        return switch (refusal.getReasonCode()) {
            case MqttClientException.REASON_CODE_MAX_INFLIGHT,
                    MqttClientException.REASON_CODE_NO_MESSAGE_IDS_AVAILABLE ->
                new LinkFailure(LinkFailure.Kind.QUOTA_EXCEEDED, 0, "the broker's receive maximum is reached");
            default ->
                new LinkFailure(
                        LinkFailure.Kind.NOT_CONNECTED,
                        0,
                        "the connection to the broker ended before the message was sent: " + describe(refusal));
        };
    }

    /** Why the client library gave up a message that it had taken. */
    static LinkFailure givenUp(Throwable cause) {
        if (cause instanceof MqttException mqtt
                && mqtt.getReasonCode() >= FIRST_FAILURE
                && mqtt.getReasonCode() <= LAST) {
            return refusal(mqtt.getReasonCode(), "the broker refused the message");
        }
        return connectionLost(describe(cause));
    }

    static LinkFailure connectionLost(String why) {
        return new LinkFailure(
                LinkFailure.Kind.CONNECTION_LOST, 0, "the connection was lost while the message was under way: " + why);
    }

    /** One line about a failure of the client library or of the network below it. */
    static String describe(@Nullable Throwable failure) {
        if (failure == null) {
            return "no reason given";
        }
        if (failure instanceof ExecutionException && failure.getCause() != null) {
            return describe(failure.getCause());
        }
        if (failure instanceof MqttException mqtt) {
            var code = mqtt.getReasonCode();
            if (code >= FIRST_FAILURE && code <= LAST) {
                return words(code);
            }
            if (mqtt.getCause() != null) {
                return describe(mqtt.getCause());
            }
        }
        var message = failure.getMessage();
        return printable(
                message == null || message.isBlank() ? failure.getClass().getSimpleName() : message);
    }

    /** The name of a reason code with its number. */
    static String words(int code) {
        return name(code) + String.format(Locale.ROOT, " (0x%02X)", code);
    }

    /** Text from the broker, cut to one printable line. */
    static String printable(String text) {
        var line = text.replaceAll("\\p{Cc}+", " ").strip();
        return line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL) + "...";
    }

    private static String name(int code) {
        return switch (code) {
            case 0x00 -> "success";
            case 0x04 -> "disconnected with its will";
            case 0x10 -> "no matching subscribers";
            case 0x80 -> "unspecified error";
            case 0x81 -> "malformed packet";
            case 0x82 -> "protocol error";
            case 0x83 -> "implementation specific error";
            case 0x84 -> "unsupported protocol version";
            case 0x85 -> "client identifier not valid";
            case 0x86 -> "bad user name or password";
            case NOT_AUTHORIZED -> "not authorized";
            case 0x88 -> "server unavailable";
            case 0x89 -> "server busy";
            case 0x8A -> "banned";
            case 0x8B -> "server shutting down";
            case 0x8D -> "keep alive timeout";
            case 0x8E -> "session taken over by another client of the same id";
            case 0x8F -> "topic filter not valid";
            case 0x90 -> "topic name not valid";
            case 0x93 -> "receive maximum exceeded";
            case 0x94 -> "topic alias not valid";
            case 0x95 -> "packet too large";
            case 0x96 -> "message rate too high";
            case QUOTA_EXCEEDED -> "quota exceeded";
            case 0x98 -> "administrative action";
            case 0x99 -> "payload format not valid";
            case 0x9A -> "retain not supported";
            case 0x9B -> "QoS not supported";
            case 0x9C -> "use another server";
            case 0x9D -> "server moved";
            case 0x9E -> "shared subscriptions not supported";
            case 0x9F -> "connection rate exceeded";
            case 0xA0 -> "maximum connect time";
            case 0xA1 -> "subscription identifiers not supported";
            case 0xA2 -> "wildcard subscriptions not supported";
            default -> "unknown reason";
        };
    }
}
