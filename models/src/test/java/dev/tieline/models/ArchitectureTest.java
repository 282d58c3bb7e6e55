package dev.tieline.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
                .importPackages("dev.tieline.models");
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("dev.tieline.(models..)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void shouldNameOnnxRuntimeInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.models.onnx")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(classes);
    }

    @Test
    void shouldHoldNothingOfOnnxRuntimeInStaticFields() {
        noFields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.tieline.models.onnx")
                .and()
                .doNotHaveName("$VALUES")
                .should()
                .haveRawType(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("ai.onnxruntime.."))
                .check(classes);
    }

    @Test
    void shouldUseJacksonForStreamingOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.annotation..")
                .check(classes);
    }

    @Test
    void shouldNotAskTheMachineForTheTime() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(classes);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(classes);
        noClasses().should().callMethod(java.time.Instant.class, "now").check(classes);
    }
}
