package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.twin.Presence.State;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItWrites(State state) {
        var presence = new Presence(state, 1_795_435_200_000L);

        assertThat(Presence.read("state", presence.toJson())).isEqualTo(presence);
    }

    @Test
    void shouldWriteAFixedForm() {
        assertThat(new Presence(State.READY, 3).toJson()).isEqualTo("{\"state\":\"ready\",\"birth\":3}");
    }

    @Test
    void shouldNotCountWhenItIsAboutAnEarlierConnection() {
        var lost = new Presence(State.LOST, 5);

        assertThat(lost.countsAfter(4)).isTrue();
        assertThat(lost.countsAfter(5)).isTrue();
        assertThat(lost.countsAfter(6)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"state\":\"ready\"}",
                "{\"state\":\"READY\",\"birth\":1}",
                "{\"state\":\"ready\",\"birth\":0}",
                "{\"state\":\"ready\",\"birth\":1,\"x\":2}",
                "{\"state\":\"ready\",\"birth\":1.5}",
                "{",
                ""
            })
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> Presence.read("state", text)).isInstanceOf(DocumentException.class);
    }

    @Test
    void shouldReadTheBirthThatItWrites() {
        var profile = DeviceProfile.read(Path.of("profiles/region-gpu.yaml"));
        var birth = Birth.of(7, profile, Map.of("tieline", "0.1.0", "onnxruntime", "1.29.0"));

        assertThat(Birth.read("birth", birth.toJson())).isEqualTo(birth);
        assertThat(birth.toJson())
                .startsWith("{\"apiVersion\":\"tieline.dev/birth/v1\",\"birth\":7,\"profile\":{\"apiVersion\"")
                .endsWith("\"versions\":{\"onnxruntime\":\"1.29.0\",\"tieline\":\"0.1.0\"}}");
    }

    @Test
    void shouldRefuseABirthBeforeTheFirst() {
        assertThatThrownBy(() -> new Presence(State.READY, 0))
                .hasMessage("a birth sequence starts at 1, and this is 0");
        assertThatThrownBy(() -> Birth.read(
                        "birth",
                        "{\"apiVersion\":\"tieline.dev/birth/v1\",\"birth\":0,\"profile\":{},\"versions\":{}}"))
                .hasMessage("birth:1: birth: needs a birth sequence of 1 or more, and this is 0");
    }
}
