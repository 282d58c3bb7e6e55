package dev.tieline.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tieline.client");
    }

    @Test
    void shouldNeedNothingButTheModelsTheirCodecAndTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tieline.client",
                        "dev.tieline.models",
                        "dev.tieline.models.infer",
                        "dev.tieline.models.oip",
                        "dev.tieline.models.text",
                        "com.fasterxml.jackson.core",
                        "java..",
                        "javax.net.ssl",
                        "org.jspecify.annotations")
                .check(classes);
    }

    @Test
    void shouldTakeItsTimeFromWhereItIsMade() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(classes);
        noClasses()
                .that()
                .doNotHaveSimpleName("Builder")
                .should()
                .callMethod(System.class, "nanoTime")
                .check(classes);
    }
}
