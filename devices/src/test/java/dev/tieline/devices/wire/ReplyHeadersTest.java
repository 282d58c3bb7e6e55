package dev.tieline.devices.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.wire.HeaderException.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyHeadersTest {
    private static final NodeAddress NODE = NodeAddress.of("eu-central/fra-1");
    private static final ReplyHeaders OK = new ReplyHeaders("r-1", ReplyHeaders.OK, 3, NODE, 120);

    /** The names and forms of all properties; a change here is a change of the protocol. */
    @Test
    void shouldWriteThePropertiesOfTheProtocol() {
        var expected = new LinkedHashMap<String, String>();
        expected.put("tieline-request", "r-1");
        expected.put("tieline-status", "ok");
        expected.put("tieline-queue", "3");
        expected.put("tieline-node", "eu-central/fra-1");
        expected.put("inference-header-content-length", "120");

        assertThat(OK.toUserProperties()).containsExactlyEntriesOf(expected);
    }

    @Test
    void shouldReadWhatItWrites() {
        var refused = new ReplyHeaders("r-1", "policy_denied", 0, NODE, null);

        assertThat(read(OK.toUserProperties())).isEqualTo(OK);
        assertThat(read(refused.toUserProperties())).isEqualTo(refused);
        assertThat(OK.ok()).isTrue();
        assertThat(refused.ok()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "tieline-status, Ok, INVALID",
        "tieline-queue, -1, INVALID",
        "tieline-queue, 1000001, INVALID",
        "tieline-queue, 10000000, TOO_LONG",
        "tieline-node, eu-central, INVALID",
        "tieline-node, EU/1, INVALID",
        "tieline-budget-us, 5, UNKNOWN"
    })
    void shouldRefuseAnythingElse(String name, String value, Problem problem) {
        var user = new LinkedHashMap<>(OK.toUserProperties());
        user.put(name, value);

        assertThatThrownBy(() -> read(user)).isInstanceOfSatisfying(HeaderException.class, error -> {
            assertThat(error.property()).isEqualTo(name);
            assertThat(error.problem()).isEqualTo(problem);
        });
    }

    @Test
    void shouldNeedAllButTheHeaderLength() {
        for (var name : new String[] {"tieline-request", "tieline-status", "tieline-queue", "tieline-node"}) {
            var user = new LinkedHashMap<>(OK.toUserProperties());
            user.remove(name);

            assertThatThrownBy(() -> read(user)).hasMessageContaining(name + ": is required");
        }
    }

    @Test
    void shouldNotBeMadeOfWhatCannotTravel() {
        assertThatThrownBy(() -> new ReplyHeaders("r", "ok", -1, NODE, null)).isInstanceOf(HeaderException.class);
        assertThatThrownBy(() -> new ReplyHeaders("r", "ok", 0, NODE, 0)).isInstanceOf(HeaderException.class);
        assertThatThrownBy(() -> new ReplyHeaders("", "ok", 0, NODE, null)).isInstanceOf(HeaderException.class);
    }

    private static ReplyHeaders read(Map<String, String> user) {
        return ReplyHeaders.read(MessageProperties.ofUser(user));
    }
}
