package dev.tieline.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.edge.admission.EgressGuard;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tieline.edge");

    @Test
    void shouldReachThePublisherOnlyThroughTheEgressGuard() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(EgressGuard.class)
                .should()
                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasName.Predicates.name("publish"))
                        .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                                "MqttLink", owner -> owner.isEquivalentTo(MqttLink.class))))))
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("dev.tieline.edge.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldReadTheWallClockOnlyInTheCompositionRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.edge.node")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void shouldLeavePahoAndOnnxRuntimeToTheLibraries() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.paho..", "ai.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepOpenTelemetryInOneClass() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.edge.trace")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void shouldLoadOpenTelemetryOnlyWhereSomethingIsTraced() {
        noClasses()
                .that()
                .doNotHaveSimpleName("NodeTracing")
                .and()
                .resideOutsideOfPackage("dev.tieline.edge.trace")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("OtlpTracing")
                .check(CLASSES);
    }

    @Test
    void shouldCountWithoutKnowingWhoReads() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.tieline.edge.metrics", "dev.tieline.edge.node")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..", "dev.tieline.edge.metrics..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepHttpAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.tieline.edge.endpoint.*", "dev.tieline.edge.node")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.quarkus..", "jakarta..")
                .check(CLASSES);
    }
}
