package dev.tieline.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverJsonTest {
    private static final Path GOLDEN = Path.of("src/test/resources/failover-report.json");

    @TempDir
    Path folder;

    @Test
    void shouldWriteEveryBlowInTheFormOfTheGoldenFile() throws IOException {
        assertThat(FailoverJson.text(Reports.of(Fault.BROKER))).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void shouldMakeTheFolderOfTheFile() throws IOException {
        var file = folder.resolve("new/deep/failover.json");

        FailoverJson.write(Reports.of(Fault.KILL), file);

        assertThat(Files.readString(file)).contains("\"fault\" : \"kill\"");
    }

    @Test
    void shouldSayWhichFileCannotBeWritten() throws IOException {
        var blocked = Files.createFile(folder.resolve("blocked"));

        assertThatThrownBy(() -> FailoverJson.write(Reports.of(Fault.KILL), blocked.resolve("failover.json")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot write the report to " + blocked.resolve("failover.json"));
    }
}
