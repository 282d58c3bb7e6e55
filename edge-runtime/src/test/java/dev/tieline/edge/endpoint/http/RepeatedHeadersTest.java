package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that say how a body is to be read, and stand twice. */
class RepeatedHeadersTest {
    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(3, false);

    @ParameterizedTest
    @CsvSource({
        "Inference-Header-Content-Length, 10, 20",
        "inference-header-content-length, 10, 10",
        "Content-Encoding, identity, gzip",
        "content-encoding, identity, identity",
    })
    void shouldBeRefusedByTheirName(String name, String first, String second) throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            ask(caller, name + ": " + first + "\r\n" + name + ": " + second + "\r\n");

            var refused = caller.answer();

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body())
                    .containsIgnoringCase("The header " + name + " must stand once")
                    .contains("'" + first + "' and '" + second + "'", "\"code\":\"invalid_request\"");
        }
    }

    @Test
    void shouldBeTakenWhereTheyStandOnce() throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            ask(caller, "Content-Encoding: identity\r\n");

            assertThat(caller.answer().status()).isEqualTo(200);
        }
    }

    private static void ask(RawCaller caller, String headers) throws Exception {
        var body = RawCaller.body(1);
        caller.send("POST /v2/models/test/infer HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body);
    }
}
