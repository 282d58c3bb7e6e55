package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser on the machine of the node, in which a page of somebody else is open. */
class BrowserRequestsTest {
    private static final String UNLOAD = "POST /v2/repository/models/other/unload";

    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(5, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nOrigin: https://evil.example",
                "Host: localhost\r\nSec-Fetch-Site: same-site\r\nOrigin: http://localhost:3000",
                "Host: localhost\r\nOrigin: https://evil.example",
                "Host: localhost\r\nOrigin: null",
                "Host: evil.example:8000\r\nOrigin: http://evil.example:8000",
                "Host: evil.example:8000",
                "Host: evil.example:8000\r\nSec-Fetch-Site: same-origin"
            })
    void shouldNotObeyAPageOfSomebodyElse(String headers) throws Exception {
        var answer = send(UNLOAD, headers);

        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains("\"code\":\"forbidden_origin\"", " Maybe ");
        assertThat(endpoint.repository.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost:8000\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://localhost:8000",
                "Host: 127.0.0.1:8000\r\nOrigin: http://127.0.0.1:8000",
                "Host: [::1]:8000",
                "Host: x"
            })
    void shouldObeyItsOwnPageAndPrograms(String headers) throws Exception {
        assertThat(send(UNLOAD, headers).status()).isEqualTo(200);
        assertThat(endpoint.repository.asked).containsExactly("unload other");
    }

    @Test
    void shouldNameTheSettingThatAddsAName() throws Exception {
        assertThat(send("GET /v2", "Host: edge-7.plant").body()).contains("edge-7.plant", "tieline.serving.hosts");
    }

    @Test
    void shouldAnswerProbesByWhateverName() throws Exception {
        assertThat(send("GET /v2/health/ready", "Host: edge-7.plant").status()).isEqualTo(200);
        assertThat(send("GET /v2/models/test", "Host: edge-7.plant").status()).isEqualTo(403);
        assertThat(send("GET /v2/health/../models/test", "Host: edge-7.plant").status())
                .isEqualTo(403);
    }

    private RawCaller.Answer send(String line, String headers) throws Exception {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.send(line + " HTTP/1.1\r\nContent-Length: 0\r\n" + headers + "\r\n\r\n");
            return caller.answer();
        }
    }
}
