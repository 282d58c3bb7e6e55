package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthBodyTest {

    @Test
    void shouldSayThatAllIsWell() {
        assertThat(body(List.of())).isEqualTo("{\"ready\":true,\"reasons\":[]}");
    }

    @Test
    void shouldSayWhyNot() {
        assertThat(body(List.of("the node is \"starting\"", "b")))
                .isEqualTo("{\"error\":\"The node is not ready: the node is \\\"starting\\\"; b.\","
                        + "\"code\":\"model_not_ready\",\"ready\":false,"
                        + "\"reasons\":[\"the node is \\\"starting\\\"\",\"b\"]}");
    }

    private static String body(List<String> reasons) {
        return new String(HealthBody.of("ready", reasons), StandardCharsets.UTF_8);
    }
}
