package dev.tieline.devices.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserRuleTest {
    private static final BrowserRule RULE =
            new BrowserRule(HostNames.of("some.hosts", List.of("node")), List.of("/metrics"));
    private static final String HERE = "127.0.0.1:8000";

    @Test
    void shouldLetProgramsAsk() {
        assertThat(RULE.refusal(post(HERE, Map.of()))).isEmpty();
        assertThat(RULE.refusal(post(null, Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void shouldLetItsOwnPageAndTheUserOfABrowserAsk(String site) {
        assertThat(RULE.refusal(post(HERE, Map.of("sec-fetch-site", site, "origin", "http://" + HERE))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "rubbish"})
    void shouldRefuseThePagesOfOthers(String site) {
        assertThat(RULE.refusal(post(HERE, Map.of("sec-fetch-site", site, "origin", "http://" + HERE))))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("Sec-Fetch-Site: " + site, ". Maybe ")
                        .endsWith("."));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000, 127.0.0.1:8000",
        "http://node, node:80",
        "http://Node:8000, node:8000",
        "http://[::1]:8000, [::1]:8000"
    })
    void shouldLetItsOwnPageAskFromABrowserThatOnlySaysItsOrigin(String origin, String host) {
        assertThat(RULE.refusal(post(host, Map.of("origin", origin)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://127.0.0.1",
                "http://127.0.0.1:9000",
                "https://127.0.0.1:8000",
                "http://localhost:8000",
                "http://127.0.0.1:8000.evil.example",
                ""
            })
    void shouldRefuseEveryOtherOrigin(String origin) {
        assertThat(RULE.refusal(post(HERE, Map.of("origin", origin))))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("'" + origin + "'"));
    }

    @Test
    void shouldLetALinkLeadHere() {
        assertThat(RULE.refusal(navigation("GET", "document"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST, document", "GET, iframe", "GET, object"})
    void shouldNotLetAFormOrAFrameLeadHere(String method, String into) {
        assertThat(RULE.refusal(navigation(method, into))).isPresent();
    }

    @Test
    void shouldRefuseANameThatOthersMayHavePointedHere() {
        var rebound = post("evil.example:8000", Map.of("origin", "http://evil.example:8000"));

        assertThat(RULE.refusal(rebound))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("'evil.example:8000'", "some.hosts"));
        assertThat(RULE.foreignPage(rebound)).isEmpty();
    }

    @Test
    void shouldRefuseThatNameToABrowserThatCallsItsPageOurs() {
        assertThat(RULE.refusal(post("evil.example", Map.of("sec-fetch-site", "same-origin"))))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"GET, /metrics, false", "HEAD, /metrics, false", "POST, /metrics, true", "GET, /v2, true"})
    void shouldLetMonitoringAskByWhateverName(String method, String path, boolean refused) {
        var head = new RequestHead(method, path, "http", "edge-7.plant:8000", name -> null);

        assertThat(RULE.refusal(head).isPresent()).isEqualTo(refused);
    }

    private static RequestHead post(@Nullable String host, Map<String, String> headers) {
        return new RequestHead("POST", "/v2/repository/index", "http", host, headers::get);
    }

    private static RequestHead navigation(String method, String into) {
        return new RequestHead(
                method,
                "/",
                "http",
                HERE,
                Map.of("sec-fetch-site", "cross-site", "sec-fetch-mode", "navigate", "sec-fetch-dest", into)::get);
    }
}
