package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "Respond-Async", "wait=10, respond-async", "respond-async; foo=\"bar\""})
    void shouldHearThatACallerWouldRatherNotWait(String header) {
        assertThat(Preferences.respondAsync(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait=10", "return=minimal", "respond-asynchronously"})
    void shouldReadOverOtherPreferences(String header) {
        assertThat(Preferences.respondAsync(List.of(header))).isFalse();
    }

    @Test
    void shouldReadEachLineOfTheHeader() {
        assertThat(Preferences.respondAsync(List.of("wait=1", "respond-async"))).isTrue();
        assertThat(Preferences.respondAsync(List.of())).isFalse();
    }
}
