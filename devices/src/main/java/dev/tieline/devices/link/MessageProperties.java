package dev.tieline.devices.link;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT 5 properties of a message (specification section 3.3.2.3), as far as Tieline uses them.
 *
 * @param responseTopic where an answer is expected
 * @param correlationData what the answer repeats, at most 65,535 bytes
 * @param expiry how long a broker keeps the message for those who are away; whole seconds on the wire, rounded up
 * @param contentType the media type of the payload
 * @param user the user properties, in order
 * @param repeated all values, in order, of each user property that arrived more than once, by its name; {@code user}
 *     holds the first of them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record MessageProperties(
        @Nullable String responseTopic,
        byte @Nullable [] correlationData,
        @Nullable Duration expiry,
        @Nullable String contentType,
        Map<String, String> user,
        Map<String, List<String>> repeated) {

    private static final int MAX_BINARY = 65_535;

    /** No property at all. */
    public static final MessageProperties NONE = new MessageProperties(null, null, null, null, Map.of());

    /** @throws IllegalArgumentException if a value cannot stand in a packet; the message says which and why */
    public MessageProperties(
            @Nullable String responseTopic,
            byte @Nullable [] correlationData,
            @Nullable Duration expiry,
            @Nullable String contentType,
            Map<String, String> user,
            Map<String, List<String>> repeated) {
        if (expiry != null && (expiry.isNegative() || expiry.isZero())) {
            throw new IllegalArgumentException("the expiry must be positive, and it is " + expiry);
        }
        if (responseTopic != null) {
            MqttText.check("the response topic", responseTopic);
        }
        if (correlationData != null && correlationData.length > MAX_BINARY) {
            throw new IllegalArgumentException(
                    "the correlation data has " + correlationData.length + " bytes; the limit is " + MAX_BINARY);
        }
        if (contentType != null) {
            MqttText.check("the content type", contentType);
        }
        user.forEach((name, value) -> {
            MqttText.check("the name of a user property", name);
            MqttText.check("the user property " + name, value);
        });
        this.responseTopic = responseTopic;
        this.correlationData = correlationData;
        this.expiry = expiry;
        this.contentType = contentType;
        this.user = Collections.unmodifiableMap(new LinkedHashMap<>(user));
        var copies = new LinkedHashMap<String, List<String>>();
        repeated.forEach((name, values) -> copies.put(name, List.copyOf(values)));
        this.repeated = Collections.unmodifiableMap(copies);
    }

    public MessageProperties(
            @Nullable String responseTopic,
            byte @Nullable [] correlationData,
            @Nullable Duration expiry,
            @Nullable String contentType,
            Map<String, String> user) {
        this(responseTopic, correlationData, expiry, contentType, user, Map.of());
    }

    public static MessageProperties ofUser(Map<String, String> user) {
        return new MessageProperties(null, null, null, null, user);
    }

    public MessageProperties withExpiry(Duration expiry) {
        return new MessageProperties(responseTopic, correlationData, expiry, contentType, user, repeated);
    }

    public MessageProperties withContentType(String contentType) {
        return new MessageProperties(responseTopic, correlationData, expiry, contentType, user, repeated);
    }

    /** These properties, asking for an answer on the topic, marked with the correlation data. */
    public MessageProperties withReplyTo(String responseTopic, byte[] correlationData) {
        return new MessageProperties(responseTopic, correlationData, expiry, contentType, user, repeated);
    }

    /** These properties as part of an answer to the message that brought the correlation data. */
    public MessageProperties withCorrelation(byte @Nullable [] correlationData) {
        return new MessageProperties(responseTopic, correlationData, expiry, contentType, user, repeated);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageProperties that
                && Objects.equals(responseTopic, that.responseTopic)
                && Arrays.equals(correlationData, that.correlationData)
                && Objects.equals(expiry, that.expiry)
                && Objects.equals(contentType, that.contentType)
                && user.equals(that.user)
                && repeated.equals(that.repeated);
    }

    @Override
    public int hashCode() {
        return Objects.hash(responseTopic, Arrays.hashCode(correlationData), expiry, contentType, user, repeated);
    }

    @Override
    public String toString() {
        return "MessageProperties[responseTopic=" + responseTopic + ", correlationData="
                + (correlationData == null ? "none" : correlationData.length + " bytes") + ", expiry=" + expiry
                + ", contentType=" + contentType + ", user=" + user.keySet() + "]";
    }
}
