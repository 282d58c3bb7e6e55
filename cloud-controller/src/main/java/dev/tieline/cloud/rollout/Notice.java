package dev.tieline.cloud.rollout;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A document that the broker keeps for whoever subscribes.
 *
 * @param topic where it hangs
 * @param payload its bytes; none withdraws what hangs there
 * @param expiry how long it holds without being renewed; null for ever
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Notice(String topic, byte[] payload, @Nullable Duration expiry) {

    /** A notice that holds for ever. */
    public static Notice of(String topic, byte[] payload) {
        return new Notice(topic, payload, null);
    }

    /** The notice that takes down what hangs at a topic. */
    public static Notice withdrawal(String topic) {
        return new Notice(topic, new byte[0], null);
    }

    boolean withdraws() {
        return payload.length == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Notice that
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload)
                && java.util.Objects.equals(expiry, that.expiry);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "Notice[" + topic + ", " + payload.length + " bytes]";
    }
}
