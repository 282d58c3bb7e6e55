package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NodeOptionsTest {
    private final NodeOptions options = new NodeOptions();
    private final StringWriter errors = new StringWriter();

    @Test
    void shouldTurnOptionsIntoSettings() {
        int code = run("--local", "--port", "8123", "--models", "simple,minilm", "--slots", "1");

        assertThat(code).isZero();
        assertThat(options.settings())
                .containsEntry("quarkus.http.port", "8123")
                .containsEntry("tieline.models.load", "simple,minilm")
                .containsEntry("tieline.serving.slots", "1")
                .doesNotContainKey("tieline.link.broker");
    }

    @Test
    void shouldTakeSeveralPoliciesAsOneSetting() {
        int code = run("--local", "--policy", "platform.yaml,site.yaml", "--policy", "device.yaml");

        assertThat(code).isZero();
        assertThat(options.settings()).containsEntry("tieline.knowledge.policy", "platform.yaml,site.yaml,device.yaml");
    }

    @Test
    void shouldWantEitherLocalOrABroker() {
        assertThat(run()).isEqualTo(2);
        assertThat(errors.toString()).contains("either --local or --broker");
        assertThat(run("--local", "--broker", "mqtt://127.0.0.1:1")).isEqualTo(2);
    }

    @Test
    void shouldWantASiteWithABroker() {
        assertThat(run("--broker", "mqtt://127.0.0.1:1")).isEqualTo(2);
        assertThat(errors.toString()).contains("--site");
    }

    @Test
    void shouldRefuseAPortThatThereIsNot() {
        assertThat(run("--local", "--port", "65536")).isEqualTo(2);
        assertThat(errors.toString()).contains("65536");
        assertThat(run("--local", "--port", "-1")).isEqualTo(2);
        assertThat(run("--local", "--port", "65535")).isZero();
    }

    @Test
    void shouldNameAnUnknownOption() {
        assertThat(run("--local", "--modles", "x")).isEqualTo(2);
        assertThat(errors.toString()).contains("--modles").contains("--models");
    }

    private int run(String... arguments) {
        return new CommandLine(options).setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
