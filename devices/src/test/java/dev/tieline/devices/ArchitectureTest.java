package dev.tieline.devices;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the module's borders cannot say. */
class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tieline.devices");

    @Test
    void shouldLetTheLinkAloneKnowTheMqttLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.devices.link")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.paho..")
                .check(MODULE);
    }

    @Test
    void shouldNotShowTheMqttLibraryInThePublicTypesOfTheLink() {
        noClasses()
                .that()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.paho..")
                .check(MODULE);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("dev.tieline.(**)").should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void shouldKeepTheLinkFreeOfWhatItCarries() {
        noClasses()
                .that()
                .resideInAPackage("dev.tieline.devices.link")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tieline.devices.wire",
                        "dev.tieline.devices.twin",
                        "dev.tieline.policy..",
                        "dev.tieline.models..")
                .check(MODULE);
    }

    @Test
    void shouldTakeTheTimeFromItsCallers() {
        noClasses()
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MODULE);
    }

    @Test
    void shouldNotReachIntoTheTensorsOfModels() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tieline.models.infer..", "dev.tieline.models.onnx..", "ai.onnxruntime..")
                .check(MODULE);
    }
}
