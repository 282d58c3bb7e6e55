package dev.tieline.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TielineTest {

    @ParameterizedTest
    @ValueSource(strings = {"broker", "models", "infer", "apply", "get", "why", "delete", "policy", "demo"})
    void shouldExplainEachCommand(String command) {
        var run = TielineRun.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: tieline " + command);
    }

    @Test
    void shouldRefuseAnUnknownOption() {
        var run = TielineRun.of("broker", "--prot", "1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Unknown options: '--prot', '1'");
    }

    @Test
    void shouldRefuseABrokerThatOthersCouldReach() {
        var run = TielineRun.of("broker", "--port", "0", "--host", "0.0.0.0");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(
                        "tieline: the development broker listens on loopback only, and 0.0.0.0 is another address:");
    }

    @Test
    void shouldRefuseABrokerThatKeepsItsData() {
        var run = TielineRun.of("broker", "--port", "0", "--data", "/var/lib/broker");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("--data /var/lib/broker is not supported, only --data none");
    }

    @Test
    void shouldRefuseAPortThatIsNone() {
        var run = TielineRun.of("broker", "--port", "65536");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("tieline: the port must be from 0 to 65535, and is 65536\n");
    }
}
