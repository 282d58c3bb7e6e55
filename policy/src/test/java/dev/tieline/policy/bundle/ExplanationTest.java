package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.DataClass.SPECIAL;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.inCountry;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static dev.tieline.policy.bundle.Asked.store;
import static dev.tieline.policy.bundle.Bundles.evaluator;
import static dev.tieline.policy.bundle.Bundles.forbidding;
import static dev.tieline.policy.bundle.Bundles.permitting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.document.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

    @Test
    void shouldNameThePermitTheHopAndTheFactThatFailed() {
        var evaluator = evaluator("""
                defaults: {personal: deny}
                rules: [{id: in-eea, effect: permit, for: {class: [personal]}, hops: {any: {country: [EEA]}}}]
                """);

        var broker = Hop.relay(Hop.Sees.CLEAR, inCountry("broker-3", "US"));

        var decision = evaluator.decide(about(PERSONAL).via(broker));

        assertThat(decision.explain())
                .isEqualTo("DENY: personal is denied by default; rule in-eea failed at hop 1 (relay broker-3: country"
                        + " US, needs EEA)");
        assertThat(decision.nearMisses())
                .containsExactly(new Misfit("in-eea", new Misfit.At(1, broker), "hops.any.country", "US", "EEA"));
        assertThat(decision.decidingRule()).isNull();
        assertThat(decision.matched()).isEmpty();
    }

    @Test
    void shouldCountHopsFromOneAndNameTheFirstThatFailed() {
        var decision = permitting("{any: {country: [DE]}}")
                .decide(about(PERSONAL).via(relay("DE"), process("US"), relay("FR")));

        assertThat(decision.nearMisses())
                .singleElement()
                .extracting(Misfit::at)
                .isEqualTo(new Misfit.At(2, process("US")));
    }

    @Test
    void shouldNameTheFirstConditionThatFailedInTheOrderOfTheFile() {
        var decision = permitting("{relay: {sees: [clear], tier: [region], country: [FR]}}")
                .decide(about(PERSONAL).via(relay("DE")));

        assertThat(decision.nearMisses())
                .containsExactly(
                        new Misfit("a", new Misfit.At(1, relay("DE")), "hops.relay.tier", "unknown", "region"));
    }

    @Test
    void shouldSayThatARoleIsNotPermitted() {
        var decision = permitting("{process: {}}").decide(about(PERSONAL).via(process("DE"), store("DE")));

        assertThat(decision.nearMisses())
                .containsExactly(
                        new Misfit("a", new Misfit.At(2, store("DE")), "hops.store", "a store hop", "no store hop"));
        assertThat(decision.reason())
                .endsWith("rule a failed at hop 2 (store archive: a store hop, needs no store hop)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            country: {not: [DE, US]}     | country DE, needs other than DE, US
            same: origin.site            | site broker, needs origin.site clinic-berlin
            sees: [cipher]               | sees clear, needs cipher
            certs: [c5, soc2]            | certs none, needs c5 or soc2
            tee: true                    | tee unknown, needs true
            access_countries: [EEA]      | access_countries DE, US, needs EEA
            operator_home: ["*"]         | operator_home unknown, needs *
            """)
    void shouldSayWhatTheHopHasAndWhatTheRuleNeeds(String condition, String text) {
        var facts = SiteFacts.read(
                "broker",
                YamlReader.read("facts", "{country: DE, access_countries: [US, DE], certs: []}")
                        .asMap());

        var decision = permitting("{relay: {" + condition + "}}")
                .decide(about(PERSONAL).via(Hop.relay(Hop.Sees.CLEAR, facts)));

        assertThat(decision.reason())
                .isEqualTo("no rule permits it and personal has no default; rule a failed at hop 1 (relay broker: "
                        + text + ")");
    }

    @Test
    void shouldSayWhatARequestHasAndWhatTheRuleNeeds() {
        var evaluator = evaluator("""
                rules:
                  - {id: a, effect: permit, for: {class: [personal], purpose: [billing]}, hops: {any: {}}}
                """);

        var decision = evaluator.decide(about(PERSONAL).via(process("DE")));

        assertThat(decision.nearMisses())
                .containsExactly(new Misfit("a", null, "for.purpose", "diagnostics", "billing"));
        assertThat(decision.reason()).endsWith("; rule a failed at for.purpose (diagnostics, needs billing)");
    }

    @Test
    void shouldPutHopsBeforeRequestsAndLeaveOutWhatIsFar() {
        var evaluator = evaluator("""
                rules:
                  - {id: a, effect: permit, for: {class: [personal]}, hops: {any: {country: [DE]}}}
                  - {id: b, effect: permit, for: {class: [special]}, hops: {any: {country: [FR]}}}
                  - {id: c, effect: permit, for: {class: [special], tags: [health]}, hops: {any: {country: [DE]}}}
                  - {id: d, effect: permit, for: {class: [public], action: [train]}, hops: {any: {}}}
                """);

        var decision = evaluator.decide(about(SPECIAL, "health").via(process("US")));

        assertThat(decision.nearMisses())
                .containsExactly(
                        new Misfit("c", new Misfit.At(1, process("US")), "hops.any.country", "US", "DE"),
                        new Misfit("b", null, "for.tags", "health", "no tag"));
    }

    @Test
    void shouldNameTheForbidWithTheSmallestIdAndTheHopThatItMatched() {
        var evaluator = evaluator("""
                rules:
                  - {id: z, effect: forbid}
                  - {id: b, effect: forbid, hops: {process: {country: [US], sees: [clear]}}}
                """);

        var decision = evaluator.decide(about(PUBLIC).via(relay("DE"), process("US")));

        assertThat(decision.decidingRule()).isEqualTo("b");
        assertThat(decision.matched()).containsExactly("b", "z");
        assertThat(decision.nearMisses()).isEmpty();
        assertThat(decision.explain())
                .isEqualTo(
                        "DENY: rule b forbids it at hop 2 (process worker: country US, sees clear, needs country other"
                                + " than US; or sees other than clear)");
    }

    @Test
    void shouldExplainAForbidOfAnyHopAndOneOfAnyPath() {
        assertThat(forbidding("{any: {}}")
                        .decide(about(PUBLIC).via(relay("DE")))
                        .explain())
                .isEqualTo("DENY: rule a forbids it at hop 1 (relay broker: a relay hop, needs no hop)");
        assertThat(evaluator("rules: [{id: a, effect: forbid}]")
                        .decide(about(PUBLIC).staying())
                        .explain())
                .isEqualTo("DENY: rule a forbids it (a request, needs none)");
    }

    @Test
    void shouldNameThePermitWithTheSmallestIdAndAllThatMatched() {
        var evaluator = evaluator("""
                rules:
                  - {id: z, effect: permit, for: {class: [personal]}, hops: {any: {}}}
                  - {id: b, effect: permit, for: {class: [special]}, hops: {any: {}}}
                  - {id: a, effect: permit, for: {class: [public]}, hops: {any: {}}}
                """);

        var decision = evaluator.decide(about(PERSONAL).via(process("US")));

        assertThat(decision.decidingRule()).isEqualTo("b");
        assertThat(decision.matched()).containsExactly("b", "z");
        assertThat(decision.explain()).isEqualTo("PERMIT: rule b permits it");
    }
}
