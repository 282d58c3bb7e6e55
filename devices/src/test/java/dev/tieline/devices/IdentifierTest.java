package dev.tieline.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    private static final String LONGEST = "a" + "b".repeat(62);

    @ParameterizedTest
    @ValueSource(strings = {"a", "9", "gw-1", "clinic-berlin", "a--b", "a-"})
    void shouldAcceptAnIdThatIsOneLevelOfATopic(String id) {
        assertThat(TenantId.of(id)).hasToString(id);
        assertThat(SiteId.of(id)).hasToString(id);
        assertThat(NodeId.of(id)).hasToString(id);
        assertThat(ClientId.of(id)).hasToString(id);
    }

    @Test
    void shouldAcceptSixtyThreeCharactersAndNoMore() {
        assertThat(SiteId.of(LONGEST).value()).hasSize(63);
        assertThatThrownBy(() -> SiteId.of(LONGEST + "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a_b", "a.b", "a/b", "a+", "#", "ä", "a b", "a\n", "\0", "$sys"})
    void shouldRefuseAnythingElse(String id) {
        assertThatThrownBy(() -> TenantId.of(id)).hasMessageContaining("is not a tenant id");
        assertThatThrownBy(() -> SiteId.of(id)).hasMessageContaining("is not a site id");
        assertThatThrownBy(() -> NodeId.of(id)).hasMessageContaining("is not a node id");
        assertThatThrownBy(() -> ClientId.of(id)).hasMessageContaining("is not a client id");
    }

    @Test
    void shouldAdviseLowerCase() {
        assertThatThrownBy(() -> SiteId.of("Berlin"))
                .hasMessage("'Berlin' is not a site id: it needs 1 to 63 of the characters a-z, 0-9 and -, and starts"
                        + " with a letter or digit. Maybe write it in lower case.");
    }

    @Test
    void shouldNotRepeatAVeryLongId() {
        assertThatThrownBy(() -> SiteId.of("x".repeat(10_000)))
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void shouldReadWhatAnAddressWrites() {
        var address = NodeAddress.of("eu-central/fra-1");

        assertThat(address).isEqualTo(new NodeAddress(SiteId.of("eu-central"), NodeId.of("fra-1")));
        assertThat(NodeAddress.of(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/", "/a", "a/b/c", "a//b", "A/b"})
    void shouldRefuseWhatIsNotAnAddress(String text) {
        assertThatThrownBy(() -> NodeAddress.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadWhatADeviceIdWrites() {
        var device = DeviceId.of("acme/clinic-berlin/gw-1");

        assertThat(device).hasToString("acme/clinic-berlin/gw-1");
        assertThat(device.address()).hasToString("clinic-berlin/gw-1");
        assertThat(DeviceId.of(device.tenant(), device.address())).isEqualTo(device);
        assertThatThrownBy(() -> DeviceId.of("acme/clinic-berlin")).hasMessageContaining("tenant/site/node");
    }

    @Test
    void shouldSortBySiteThenNode() {
        var addresses =
                List.of("b/1", "a/2", "a/1").stream().map(NodeAddress::of).sorted();

        assertThat(addresses).extracting(NodeAddress::toString).containsExactly("a/1", "a/2", "b/1");
    }
}
