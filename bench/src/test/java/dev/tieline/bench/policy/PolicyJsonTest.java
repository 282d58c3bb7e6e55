package dev.tieline.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyJsonTest {
    private static final Path GOLDEN = Path.of("src/test/resources/policy-report.json");

    @TempDir
    Path folder;

    @Test
    void shouldWriteEveryRoundInTheFormOfTheGoldenFile() throws IOException {
        assertThat(PolicyJson.text(Reports.drifting(0.16))).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void shouldMakeTheFolderOfTheFile() throws IOException {
        var file = folder.resolve("new/deep/policy.json");

        PolicyJson.write(Reports.drifting(0), file);

        assertThat(Files.readString(file)).contains("\"valid\" : true");
    }
}
