package dev.tieline.devices.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private static final HostNames NAMES = HostNames.of("some.hosts", List.of("gateway-7.plant.example", " Svc "))
            .and("Box_1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8000",
                "10.1.2.3",
                "[::1]:8000",
                "[::1]",
                "localhost",
                "LOCALHOST:8000",
                "localhost.",
                "app.localhost:8000",
                "gateway-7.plant.example:8000",
                "Gateway-7.Plant.Example.",
                "svc",
                "box_1:80"
            })
    void shouldIncludeAddressesAndItsOwnNames(String authority) {
        assertThat(NAMES.include(authority)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8000",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "gateway-7.plant.example.evil.example",
                "notlocalhost",
                "127.0.0.1.5",
                "0.0.0.0:8000",
                "[::]:8000",
                "",
                ":8000",
                "*"
            })
    void shouldNotIncludeNamesThatOthersMayOwn(String authority) {
        assertThat(NAMES.include(authority)).isFalse();
    }

    @Test
    void shouldIncludeEveryNameWhereItIsToldTo() {
        assertThat(HostNames.of("some.hosts", List.of("*")).include("any.example:1"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://node", "node:8000", "", " ", "a b", "*.example", "-a", "a..b"})
    void shouldRefuseWhatIsNoName(String name) {
        assertThatThrownBy(() -> HostNames.of("some.hosts", List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some.hosts")
                .hasMessageContaining("'" + name + "'");
    }
}
