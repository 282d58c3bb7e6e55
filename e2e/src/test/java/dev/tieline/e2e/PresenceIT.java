package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.Presence.State;
import dev.tieline.e2e.MqttClient.Seen;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node says of itself, and what the broker says of it when it can no longer speak. */
@ExtendWith(SharedFederation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PresenceIT {
    private static final String STATE = "tl/v1/acme/node/us-east/va-1/state";
    private static final String BIRTH = "tl/v1/acme/node/us-east/va-1/birth";

    @Test
    void shouldLeaveItsStateAndItsBirthForWhoeverComesLater(Federation federation) throws Exception {
        try (var newcomer = federation.watch("newcomer", STATE, BIRTH)) {
            var state = newcomer.await("the state", message -> message.topic().equals(STATE));
            var birth = newcomer.await("the birth", message -> message.topic().equals(BIRTH));

            assertThat(state.retained()).isTrue();
            assertThat(birth.retained()).isTrue();
            var born = Birth.read(BIRTH, birth.text());
            assertThat(presence(state)).isEqualTo(new Presence(State.READY, born.sequence()));
            assertThat(born.profile().capacity().runSlots()).isEqualTo(2);
        }
    }

    @Test
    void shouldBeCalledLostWithTheBirthOfTheConnectionThatBroke(Federation federation) throws Exception {
        try (var watch = federation.watch("watch", STATE)) {
            var before = presence(watch.await("the state", message -> true));

            federation.virginia().process().kill();
            var lost = presence(watch.await("its last will", message -> isState(message, State.LOST)));
            federation.whole();
            var after = presence(watch.await(
                    "the state of a new birth", message -> presence(message).birth() > before.birth()));

            assertThat(lost).isEqualTo(new Presence(State.LOST, before.birth()));
            assertThat(after.state()).isEqualTo(State.READY);
            assertThat(lost.countsAfter(after.birth())).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000})
    void shouldContradictALostThatIsNotTrue(long birth, Federation federation) throws Exception {
        try (var watch = federation.watch("watch", STATE)) {
            var before = presence(watch.await("the state", message -> true));
            var forged = new Presence(State.LOST, birth).toJson().getBytes(StandardCharsets.UTF_8);

            watch.publish(STATE, forged, true, new MqttProperties());
            // The three: what was retained, what was forged, and the contradiction.
            var last = Eventually.find(
                    "a contradiction",
                    () -> Optional.of(watch.seen(STATE))
                            .filter(seen -> seen.size() >= 3)
                            .map(seen -> presence(seen.getLast())));

            assertThat(last).isEqualTo(before);
        }
        try (var newcomer = federation.watch("newcomer", STATE)) {
            assertThat(presence(newcomer.await("the state", message -> true)).state())
                    .isEqualTo(State.READY);
        }
    }

    private static boolean isState(Seen message, State state) {
        return presence(message).state() == state;
    }

    private static Presence presence(Seen message) {
        return Presence.read(message.topic(), message.text());
    }
}
