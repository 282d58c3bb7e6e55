package dev.tieline.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds docs/policy-conformance.md to the tests. {@code -Dtieline.policy.conformance=write} writes it anew. */
class ConformancePageTest {
    private static final Path FILE = Path.of("../docs/policy-conformance.md");
    private static final boolean WRITE = "write".equals(System.getProperty("tieline.policy.conformance"));

    private static final ConformancePage PAGE =
            new ConformancePage(new ClassFileImporter().importPackages("dev.tieline.policy"));

    @BeforeAll
    static void writeAnewIfAsked() throws IOException {
        if (WRITE) {
            var longRun = Files.exists(OracleTest.LONG_RUN)
                    ? Files.readString(OracleTest.LONG_RUN)
                    : ConformancePage.longRun(Files.readString(FILE)).orElseThrow();
            Files.writeString(FILE, PAGE.text(longRun));
        }
    }

    @Test
    void shouldKnowATestForEachSentence() {
        assertThat(PAGE.withoutTest()).isEmpty();
    }

    @Test
    void shouldBeTheFileInTheDocumentation() throws IOException {
        var file = Files.readString(FILE);

        assertThat(file)
                .as("docs/policy-conformance.md, which ./tieline maven -pl policy test -Dtest=ConformancePageTest"
                        + " -Dtieline.policy.conformance=write writes anew")
                .isEqualTo(PAGE.text(ConformancePage.longRun(file).orElse("")));
    }

    @Test
    void shouldHaveALongRunThatToldEachMisreading() throws IOException {
        var longRun = ConformancePage.longRun(Files.readString(FILE)).orElse("");

        assertThat(longRun).contains("gave the same answer to all of them");
        assertThat(Misreading.values())
                .as("docs/policy-conformance.md; -Dtest=OracleTest -Dtieline.policy.cases=1000000 counts anew")
                .allMatch(misreading -> longRun.lines().anyMatch(line -> line.startsWith(Tally.row(misreading))));
    }
}
