package dev.tieline.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tieline.bench");

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("dev.tieline.bench.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldSpeakToTheMqttClientLibraryInTheRawEchoOnly() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Raw")
                .and()
                .doNotHaveSimpleName("EchoServer")
                .and()
                .haveSimpleNameNotContaining("Arrivals")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.paho..")
                .check(CLASSES);
    }

    @Test
    void shouldRunModelsThroughTheLibraryOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(CLASSES);
    }
}
