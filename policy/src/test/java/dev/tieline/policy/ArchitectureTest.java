package dev.tieline.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.Guard;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.GuardException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What the module's own boundary cannot say. */
class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tieline.policy");

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        var packages = MODULE.stream().map(JavaClass::getPackageName).distinct();

        assertThat(packages)
                .containsExactlyInAnyOrder(
                        "dev.tieline.policy",
                        "dev.tieline.policy.bundle",
                        "dev.tieline.policy.document",
                        "dev.tieline.policy.filter",
                        "dev.tieline.policy.guard",
                        "dev.tieline.policy.guard.compile",
                        "dev.tieline.policy.json",
                        "dev.tieline.policy.lint",
                        "dev.tieline.policy.replay",
                        "dev.tieline.policy.schema");
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void shouldNotReadTheTimeByItself() {
        var calls = MODULE.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(Clock.class)
                        || (call.getName().equals("now")
                                && call.getTargetOwner().getPackageName().equals("java.time"))
                        || call.getName().equals("currentTimeMillis")
                        || call.getName().equals("nanoTime"))
                .map(JavaMethodCall::getDescription);

        assertThat(calls).isEmpty();
    }

    @Test
    void shouldLeaveYamlToItsReader() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.policy.document")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml..")
                .check(MODULE);
    }

    @Test
    void shouldLeaveJsonToItsWriter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.policy.json")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(MODULE);
    }

    @Test
    void shouldDependOnNothingButTheLanguageAndReadersAndWritersOutsideOfGuards() {
        classes()
                .that()
                .resideOutsideOfPackage("dev.tieline.policy.guard..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.tieline.policy..",
                        "org.jspecify..",
                        "org.snakeyaml..",
                        "com.fasterxml.jackson.core..")
                .check(MODULE);
    }

    @Test
    void shouldRunExpressionsWithoutTheirCompiler() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tieline.policy.guard.compile")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tieline.policy.guard.compile",
                        "dev.cel.compiler..",
                        "dev.cel.checker..",
                        "dev.cel.parser..",
                        "org.antlr..")
                .check(MODULE);
    }

    @Test
    void shouldNameTheLibraryOfExpressionsNowhereInWhatBundlesKnowOfThem() {
        noClasses()
                .that()
                .belongToAnyOf(Guard.class, CheckedGuard.class, GuardCompiler.class, GuardException.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cel..", "com.google..")
                .check(MODULE);
    }

    /** Every package is a slice, the one at the root too. */
    private static final class ByPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
