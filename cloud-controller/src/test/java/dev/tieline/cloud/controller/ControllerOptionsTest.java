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
        int code = run("--sites", "s.yaml", "--policy", "p.yaml", "--catalog", "cards", "--port", "8181");

        assertThat(code).isZero();
        assertThat(options.settings())
                .containsEntry("tieline.declared.sites", "s.yaml")
                .containsEntry("tieline.declared.policy", "p.yaml")
                .containsEntry("tieline.declared.models", "cards")
                .containsEntry("quarkus.http.port", "8181")
                .hasSize(4);
    }

    @Test
    void shouldLeaveSettingsAloneThatNoOptionGives() {
        assertThat(run()).isZero();
        assertThat(options.settings()).isEmpty();
    }

    @Test
    void shouldNameAnUnknownOption() {
        assertThat(run("--polcy", "x")).isEqualTo(2);
        assertThat(errors.toString()).contains("--polcy").contains("--policy");
    }

    @Test
    void shouldTellItsOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("tieline controller", "--sites=FILE", "--policy=FILE", "--catalog=DIR");
    }

    private int run(String... arguments) {
        return new CommandLine(options)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
