package dev.tieline.cloud.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.Delivery;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.MessageProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundBufferTest {
    private final InboundBuffer buffer = new InboundBuffer(2);

    @Test
    void shouldHandOutInTheOrderOfArrival() {
        buffer.add(delivery("a", 1));
        buffer.add(delivery("b", 0));
        buffer.add(delivery("c", 1));

        assertThat(drained()).containsExactly("a", "b", "c");
        assertThat(buffer.poll()).isEmpty();
    }

    @Test
    void shouldLetTheOldestAtQosZeroGiveWay() {
        buffer.add(delivery("a", 1));
        buffer.add(delivery("b", 0));
        buffer.add(delivery("c", 0));

        var first = buffer.add(delivery("d", 0));
        var second = buffer.add(delivery("e", 0));

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(drained()).containsExactly("a", "d", "e");
        assertThat(buffer.dropped()).isEqualTo(2);
    }

    @Test
    void shouldTakeQosZeroAgainOnceSomeIsTaken() {
        buffer.add(delivery("a", 0));
        buffer.add(delivery("b", 0));
        var taken = buffer.poll();

        buffer.add(delivery("c", 0));

        assertThat(taken).isPresent();
        assertThat(drained()).containsExactly("b", "c");
        assertThat(buffer.dropped()).isZero();
    }

    @Test
    void shouldGiveBackWhatItHeldWhenItIsCleared() {
        buffer.add(delivery("a", 0));
        buffer.add(delivery("b", 1));

        var rest = buffer.clear();

        assertThat(rest).hasSize(2);
        assertThat(buffer.size()).isZero();
        buffer.add(delivery("c", 0));
        buffer.add(delivery("d", 0));
        assertThat(buffer.dropped()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20_261_123, 8_675_309})
    void shouldNeverLoseQosOneNorHoldMoreQosZeroThanAllowed(long seed) {
        var random = new Random(seed);
        var sentQos1 = new ArrayList<String>();
        var got = new ArrayList<String>();
        var heldQos0 = 0;

        for (var i = 0; i < 2_000; i++) {
            if (random.nextInt(3) == 0) {
                buffer.poll().ifPresent(delivery -> got.add(delivery.message().topic()));
            } else {
                var qos = random.nextInt(2);
                var name = qos + ":" + i;
                if (qos == 1) {
                    sentQos1.add(name);
                }
                buffer.add(delivery(name, qos));
            }
            heldQos0 = Math.max(
                    heldQos0, buffer.size() - (sentQos1.size() - qosOne(got).size()));
        }
        got.addAll(drained());

        assertThat(heldQos0).as("seed %d", seed).isLessThanOrEqualTo(2);
        assertThat(qosOne(got)).as("seed %d", seed).isEqualTo(sentQos1);
    }

    private List<String> drained() {
        var topics = new ArrayList<String>();
        for (var next = buffer.poll(); next.isPresent(); next = buffer.poll()) {
            topics.add(next.get().message().topic());
        }
        return topics;
    }

    private static List<String> qosOne(List<String> names) {
        return names.stream().filter(name -> name.startsWith("1:")).toList();
    }

    private static Delivery delivery(String topic, int qos) {
        return new Delivery(new InboundMessage(topic, new byte[0], false, MessageProperties.NONE), qos, () -> {});
    }
}
