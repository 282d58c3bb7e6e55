package dev.tieline.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.Capacity;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.Hardware;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkFailure;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.Presence.State;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.RecordingEgress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceAnnouncerTest {
    private static final String STATE = "tl/v1/acme/node/clinic-berlin/gw-1/state";

    private static final long FIRST = 1_795_435_200_000L;
    private static final Instant NOW = Instant.ofEpochMilli(FIRST);

    @TempDir
    Path home = Path.of("");

    private final RecordingEgress egress =
            new RecordingEgress(World.device(World.CLINIC), World.decisionPoint(World.CLINIC));

    private final List<String> anew = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private PresenceAnnouncer announcer;

    @BeforeEach
    void open() {
        var profile = new DeviceProfile(
                "gw-1", new Hardware("x86_64", 2, 1_000_000), List.of(), List.of("cpu"), new Capacity(1, 4, 1_000));
        announcer = new PresenceAnnouncer(
                World.device(World.CLINIC), profile, new BirthSequence(home.resolve("birth"), () -> NOW));
    }

    @Test
    void shouldBeginABirthWithEachWill() {
        var first = announcer.will();
        var second = announcer.will();

        assertThat(first.topic()).isEqualTo(STATE);
        assertThat(presence(first.payload())).isEqualTo(new Presence(State.LOST, FIRST));
        assertThat(presence(second.payload())).isEqualTo(new Presence(State.LOST, FIRST + 1));
    }

    @Test
    void shouldSayAfterConnectingWhatItIsAndThatItIsReady() {
        var unused = announcer.will();

        var announced = announcer.connected(egress.guard());
        assertThat(announced).isCompletedWithValue(true);

        var sent = egress.sent();
        assertThat(sent).hasSize(2).allMatch(OutboundMessage::retain);
        assertThat(Birth.read("birth", text(sent.getFirst().payload())).sequence())
                .isEqualTo(FIRST);
        assertThat(sent.getLast().topic()).isEqualTo(STATE);
        assertThat(presence(sent.getLast().payload())).isEqualTo(new Presence(State.READY, FIRST));
    }

    @Test
    void shouldTellWhenTheBrokerHasNotTakenIt() {
        var unused = announcer.will();
        egress.outcome(new PublishOutcome.Failed(new LinkFailure(LinkFailure.Kind.CONNECTION_LOST, 0, "gone")));

        assertThat(announcer.connected(egress.guard())).isCompletedWithValue(false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, FIRST - 1, FIRST, FIRST + 1})
    void shouldContradictALostOfAnyBirthThatItKnows(long birth) {
        var earlier = announcer.will();
        var present = announcer.will();

        announcer.heard(state(new Presence(State.LOST, birth).toJson()), egress.guard(), anew::add);

        assertThat(anew).isEmpty();
        assertThat(present.topic()).isEqualTo(earlier.topic());
        assertThat(egress.sent())
                .extracting(message -> presence(message.payload()))
                .containsExactly(new Presence(State.READY, FIRST + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"state\":\"ready\",\"birth\":1}", "{\"state\":\"draining\",\"birth\":1}", "{", ""})
    void shouldNotAnswerToWhatItSaidItselfOrCannotRead(String heard) {
        var unused = announcer.will();

        announcer.heard(state(heard), egress.guard(), anew::add);

        assertThat(egress.sent()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void shouldBeBornAgainAfterALifeThatItDoesNotRemember(State state) {
        var unused = announcer.will();

        announcer.heard(state(new Presence(state, FIRST + 1_000).toJson()), egress.guard(), anew::add);

        assertThat(anew).hasSize(1).first().asString().contains("once born as " + (FIRST + 1_000));
        assertThat(egress.sent()).isEmpty();
        assertThat(presence(announcer.will().payload())).isEqualTo(new Presence(State.LOST, FIRST + 1_001));
    }

    @Test
    void shouldSayNothingOfANodeThatWasNeverBorn() {
        assertThat(announcer.draining(egress.guard(), Duration.ofSeconds(1))).isCompletedWithValue(false);
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldStayDrainingWhateverIsSaidOfIt() {
        var unused = announcer.will();

        assertThat(announcer.draining(egress.guard(), Duration.ofSeconds(1))).isCompletedWithValue(true);
        assertThat(egress.patience()).isEqualTo(Duration.ofSeconds(1));
        announcer.heard(state(new Presence(State.LOST, 1).toJson()), egress.guard(), anew::add);

        assertThat(egress.sent())
                .extracting(message -> presence(message.payload()).state())
                .containsExactly(State.DRAINING, State.DRAINING);
    }

    private static InboundMessage state(String text) {
        return new InboundMessage(STATE, text.getBytes(StandardCharsets.UTF_8), false, MessageProperties.NONE);
    }

    private static Presence presence(byte[] payload) {
        return Presence.read("state", text(payload));
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
