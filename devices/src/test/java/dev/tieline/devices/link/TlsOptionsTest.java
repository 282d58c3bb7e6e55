package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRefuseAFileWithoutACertificate() throws IOException {
        var empty = Files.createFile(folder.resolve("empty.pem"));

        assertThatThrownBy(() -> TlsOptions.trusting(empty)).hasMessageContaining("empty.pem");
    }

    @Test
    void shouldNameAFileThatIsMissing() {
        assertThatThrownBy(() -> TlsOptions.trusting(folder.resolve("missing.pem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing.pem cannot be used as trusted authorities");
    }
}
