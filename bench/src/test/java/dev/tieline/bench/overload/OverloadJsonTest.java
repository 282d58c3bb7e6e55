package dev.tieline.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadJsonTest {
    private static final Path GOLDEN = Path.of("src/test/resources/overload-report.json");

    @TempDir
    Path folder;

    @Test
    void shouldWriteEveryRoundInTheFormOfTheGoldenFile() throws IOException {
        assertThat(OverloadJson.text(OverloadReports.drifting(0.16))).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void shouldMakeTheFolderOfTheFile() throws IOException {
        var file = folder.resolve("new/deep/overload.json");

        OverloadJson.write(OverloadReports.drifting(0), file);

        assertThat(Files.readString(file)).contains("\"valid\" : true");
    }

    @Test
    void shouldSayWhichFileCannotBeWritten() throws IOException {
        var blocked = Files.createFile(folder.resolve("blocked"));

        assertThatThrownBy(() -> OverloadJson.write(OverloadReports.drifting(0), blocked.resolve("overload.json")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot write the report to " + blocked.resolve("overload.json"));
    }
}
