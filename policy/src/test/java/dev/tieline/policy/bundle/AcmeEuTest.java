package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.INTERNAL;
import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.DataClass.SPECIAL;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Hop;
import dev.tieline.policy.SiteFacts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample bundle does what its comment promises. */
class AcmeEuTest {
    private final PolicyEvaluator evaluator =
            new PolicyEvaluator(new BundleState.Valid(PolicySetReader.read(Path.of("rules", "acme-eu.yaml"))));

    @Test
    void shouldLetPublicAndInternalWorkGoToTheUnitedStates() {
        var path = new Hop[] {relay("DE"), process("US"), relay("DE")};

        assertThat(evaluator.decide(about(PUBLIC).via(path)).reason()).isEqualTo("public is allowed by default");
        assertThat(evaluator.permits(about(INTERNAL).via(path))).isTrue();
    }

    @Test
    void shouldKeepPersonalDataOutOfTheUnitedStates() {
        var decision = evaluator.decide(about(PERSONAL).via(relay("DE"), process("US"), relay("DE")));

        assertThat(decision.permitted()).isFalse();
        assertThat(decision.explain())
                .isEqualTo("DENY: personal is denied by default; rule personal-in-eea failed at hop 2 (process worker:"
                        + " country US, needs EEA)");
    }

    @ParameterizedTest
    @CsvSource({"DE", "FR", "NO", "IS"})
    void shouldLetPersonalDataGoThroughTheEuropeanEconomicArea(String country) {
        var decision = evaluator.decide(about(PERSONAL).via(relay("DE"), process(country), relay("DE")));

        assertThat(decision.permitted()).isTrue();
        assertThat(decision.decidingRule()).isEqualTo("personal-in-eea");
    }

    @Test
    void shouldNotLetPersonalDataPassABrokerInTheUnitedStates() {
        assertThat(evaluator.permits(about(PERSONAL).via(relay("US"), process("DE"), relay("US"))))
                .isFalse();
    }

    @Test
    void shouldLetSpecialDataGoWithinTheCountryOfTheClinicOnly() {
        assertThat(evaluator.permits(about(SPECIAL).via(relay("DE"), process("DE"), relay("DE"))))
                .isTrue();
        assertThat(evaluator.permits(about(SPECIAL).via(relay("DE"), process("FR"), relay("DE"))))
                .isFalse();
    }

    @Test
    void shouldKeepHealthDataOnTheNodeThatAsked() {
        var neighbour = Hop.process(SiteFacts.unknown("clinic-berlin"));

        for (var hop : new Hop[] {process("DE"), relay("DE"), neighbour}) {
            assertThat(evaluator.decide(about(SPECIAL, "health").via(hop)).decidingRule())
                    .isEqualTo("health-never-leaves");
        }
        assertThat(evaluator.permits(about(SPECIAL, "health").staying())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataClass.class,
            names = {"PERSONAL", "SPECIAL", "UNKNOWN"})
    void shouldKeepClassifiedDataAwayFromSitesOfUnknownCountry(DataClass dataClass) {
        assertThat(evaluator.permits(about(dataClass).via(Hop.process(SiteFacts.unknown("somewhere")))))
                .isFalse();
    }
}
