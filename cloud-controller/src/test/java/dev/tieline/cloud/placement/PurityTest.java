package dev.tieline.cloud.placement;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fleet and the placement are plain Java over plain records. */
class PurityTest {
    private static final String FLEET = "dev.tieline.cloud.fleet";
    private static final String PLACEMENT = "dev.tieline.cloud.placement";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(FLEET, PLACEMENT);

    @Test
    void shouldDependOnNothingButRecordsAndPolicy() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify.annotations",
                        "dev.tieline.policy",
                        "dev.tieline.policy.bundle",
                        "dev.tieline.policy.filter",
                        "dev.tieline.models",
                        "dev.tieline.devices",
                        "dev.tieline.devices.twin",
                        "dev.tieline.cloud.catalog",
                        FLEET,
                        PLACEMENT)
                .check(CLASSES);
    }

    @Test
    void shouldLetTheFleetKnowNeitherPlacementsNorDeployments() {
        noClasses()
                .that()
                .resideInAPackage(FLEET)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLACEMENT, "dev.tieline.cloud.catalog")
                .check(CLASSES);
    }

    @Test
    void shouldReadNoClockAndThrowNoDice() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .check(CLASSES);
    }

    @Test
    void shouldOfferOnlyWhatOthersNeed() {
        // Filters, scorers and what they work with are this package's own.
        assertThat(CLASSES.stream()
                        .filter(type -> type.getPackageName().equals(PLACEMENT) && type.isTopLevelClass())
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(type -> type.getSimpleName()))
                .containsExactlyInAnyOrder(
                        "Choice",
                        "ChoiceState",
                        "Demand",
                        "PastFailure",
                        "PlacementDecision",
                        "PlacementEngine",
                        "PlacementInput",
                        "PlacementPlan",
                        "PlacementSettings",
                        "Rejection",
                        "RouteExplainer",
                        "RouteExplanation",
                        "Want");
    }
}
