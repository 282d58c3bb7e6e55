package dev.tieline.cloud;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.Tensor;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tieline.cloud");

    @Test
    void shouldNeverSeeATensorNorRunAModel() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tieline.models.onnx..", "ai.onnxruntime..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Tensor.class, InferenceRequest.class, InferenceResponse.class)
                .check(CLASSES);
    }

    @Test
    void shouldSpeakOfRequestsInDispatchAloneAndThereOfTheirErrors() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.cloud.dispatch")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tieline.models.infer..", "dev.tieline.models.oip..")
                .check(CLASSES);
    }

    @Test
    void shouldNotHaveOnnxRuntimeOnItsClassPath() {
        assertThatThrownBy(() -> Class.forName("ai.onnxruntime.OrtEnvironment"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void shouldKnowNothingOfTheEdgeRuntime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tieline.edge..")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("dev.tieline.cloud.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldReadTheWallClockOnlyInTheCompositionRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.cloud.controller")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void shouldKeepHttpAndTheFrameworkAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.tieline.cloud.api",
                        "dev.tieline.cloud.controller",
                        "dev.tieline.cloud.messaging",
                        "dev.tieline.cloud.ingest")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..", "io.quarkus..", "io.smallrye..", "jakarta..", "org.eclipse.microprofile..")
                .check(CLASSES);
    }

    @Test
    void shouldLetTheConnectorAloneHoldALinkToABroker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.cloud.messaging")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(MqttLink.class)
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheConnectorFreeOfWhatItCarries() {
        noClasses()
                .that()
                .resideInAPackage("dev.tieline.cloud.messaging")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tieline.devices",
                        "dev.tieline.devices.wire..",
                        "dev.tieline.devices.twin..",
                        "dev.tieline.policy..",
                        "dev.tieline.models..",
                        "dev.tieline.cloud.api..",
                        "dev.tieline.cloud.catalog..",
                        "dev.tieline.cloud.controller..")
                .check(CLASSES);
    }
}
