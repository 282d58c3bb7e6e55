package dev.tieline.devices.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineNameTest {
    private static final String PROPERTY = "jboss.qualified.host.name";

    @TempDir
    Path folder;

    private final Properties properties = new Properties();
    private Path kernel;

    @BeforeEach
    void kernel() throws IOException {
        kernel = Files.writeString(folder.resolve("hostname"), "gw-7.clinic.example\n");
    }

    @Test
    void shouldSayWhatTheKernelSays() {
        MachineName.askNobody(properties, Map.of("PATH", "/bin"), kernel);

        assertThat(properties).containsExactly(Map.entry(PROPERTY, "gw-7.clinic.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {PROPERTY, "jboss.host.name"})
    void shouldLeaveWhatAPropertySays(String property) {
        properties.setProperty(property, "other");

        MachineName.askNobody(properties, Map.of(), kernel);

        assertThat(properties).containsExactly(Map.entry(property, "other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOSTNAME", "COMPUTERNAME"})
    void shouldLeaveWhatTheEnvironmentSays(String variable) {
        MachineName.askNobody(properties, Map.of(variable, "other"), kernel);

        assertThat(properties).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "(none)\n"})
    void shouldNotSayANameThatIsNone(String said) throws IOException {
        Files.writeString(kernel, said);

        MachineName.askNobody(properties, Map.of(), kernel);

        assertThat(properties).isEmpty();
    }

    @Test
    void shouldLeaveAPlatformThatHasNoSuchFile() {
        MachineName.askNobody(properties, Map.of(), folder.resolve("none"));

        assertThat(properties).isEmpty();
    }
}
