package dev.tieline.cloud.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ControllerOptionsTest {
    private final ControllerOptions options = new ControllerOptions();
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void shouldTurnOptionsIntoSettings() {
        int code = run(
                "--broker",
                "mqtt://127.0.0.1:1883",
                "--port",
                "8181",
                "--tenant",
                "acme",
                "--home",
                "my home",
                "--url",
                "http://10.0.0.1:8181");

        assertThat(code).isZero();
        assertThat(options.settings())
                .containsEntry("tieline.link.broker", "mqtt://127.0.0.1:1883")
                .containsEntry("quarkus.http.port", "8181")
                .containsEntry("tieline.controller.tenant", "acme")
                .containsEntry("tieline.controller.home", "my home")
                .containsEntry("tieline.controller.url", "http://10.0.0.1:8181")
                .hasSize(5);
    }

    @Test
    void shouldLeaveSettingsAloneThatNoOptionGives() {
        assertThat(run()).isZero();
        assertThat(options.settings()).isEmpty();
    }

    @Test
    void shouldNameAnUnknownOption() {
        assertThat(run("--brokr", "x")).isEqualTo(2);
        assertThat(errors.toString()).contains("--brokr").contains("--broker");
    }

    @Test
    void shouldTellItsOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "tieline controller",
                        "--broker=URI",
                        "--port=PORT",
                        "--tenant=NAME",
                        "--home=DIR",
                        "--url=URL");
    }

    private int run(String... arguments) {
        return new CommandLine(options)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
