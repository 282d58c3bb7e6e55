package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Bundles.forbidding;
import static dev.tieline.policy.bundle.Bundles.permitting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Truth;
import dev.tieline.policy.document.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every condition of a clause against a known, a failing and an unknown fact. A permit shows whether a condition is
 * certain, a forbid whether it is possible; together they tell true, false and unknown apart.
 */
class ConditionsTest {

    private static Truth truth(String condition, Hop hop) {
        var asked = about(PUBLIC)
                .from(SiteFacts.read(
                        "clinic-berlin",
                        YamlReader.read("o", "{country: DE-BE, operator_home: FR}")
                                .asMap()));
        var clause = "{" + hop.role() + ": {" + condition + "}}";
        var certain = permitting(clause).permits(asked.via(hop));
        if (condition.startsWith("retentionMax")) { // not a condition of forbids
            return certain ? Truth.TRUE : Truth.FALSE;
        }
        var possible = !forbidding(clause).permits(asked.via(hop));
        assertThat(certain && !possible).isFalse();
        return certain ? Truth.TRUE : possible ? Truth.UNKNOWN : Truth.FALSE;
    }

    private static Hop hop(String text) {
        var request = "{action: infer, label: {tags: []}, at: 2026-07-01, path: [" + text + "]}";
        return PolicyRequestReader.read(YamlReader.read("hop", request).asMap())
                .path()
                .hops()
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            country: [US]                    | country: US                | TRUE
            country: [US]                    | country: US-CA             | TRUE
            country: [US]                    | country: DE                | FALSE
            country: [US]                    |                            | UNKNOWN
            country: [US-CA]                 | country: US-CA             | TRUE
            country: [US-CA]                 | country: US-NY             | FALSE
            country: [US-CA]                 | country: US                | UNKNOWN
            country: [US-CA]                 | country: DE                | FALSE
            country: [US-CA, US]             | country: US                | TRUE
            country: [US-CA, US-NY]          | country: US                | UNKNOWN
            country: [EEA]                   | country: NO                | TRUE
            country: [EEA]                   | country: FR                | TRUE
            country: [EEA]                   | country: CH                | FALSE
            country: [EEA, CH]               | country: CH                | TRUE
            country: ["*"]                   | country: CN                | TRUE
            country: ["*"]                   |                            | UNKNOWN
            country: {not: [US]}             | country: US                | FALSE
            country: {not: [US]}             | country: DE                | TRUE
            country: {not: [US]}             |                            | UNKNOWN
            country: {not: [US-CA]}          | country: US                | UNKNOWN
            country: {not: ["*"]}            | country: DE                | FALSE
            operator_home: [EEA]             | operator_home: DE          | TRUE
            operator_home: [EEA]             | operator_home: US          | FALSE
            operator_home: [EEA]             | country: DE                | UNKNOWN
            operator_home: {not: [EEA]}      | operator_home: US          | TRUE
            operator_home: {not: [EEA]}      |                            | UNKNOWN
            access_countries: [EEA]          | access_countries: [DE, FR] | TRUE
            access_countries: [EEA]          | access_countries: [DE, US] | FALSE
            access_countries: [EEA]          |                            | UNKNOWN
            access_countries: [US-CA, DE]    | access_countries: [DE, US] | UNKNOWN
            access_countries: [US-CA]        | access_countries: [DE, US] | FALSE
            access_countries: {not: [EEA]}   | access_countries: [DE, US] | TRUE
            access_countries: {not: [EEA]}   | access_countries: [DE]     | FALSE
            access_countries: ["*"]          | access_countries: [DE, US] | TRUE
            tier: [gateway, site]            | tier: site                 | TRUE
            tier: [gateway, site]            | tier: region               | FALSE
            tier: [gateway, site]            |                            | UNKNOWN
            tier: {not: [region]}            | tier: region               | FALSE
            tier: {not: [region]}            |                            | UNKNOWN
            key_custody: [customer]          | key_custody: customer      | TRUE
            key_custody: [customer]          | key_custody: operator      | FALSE
            key_custody: [customer]          |                            | UNKNOWN
            key_custody: {not: [operator]}   | key_custody: customer      | TRUE
            sees: [cipher, metadata]         | sees: cipher               | TRUE
            sees: [cipher, metadata]         | sees: clear                | FALSE
            sees: [cipher, metadata]         |                            | UNKNOWN
            sees: {not: [clear]}             | sees: metadata             | TRUE
            site: [eu-central]               | site: eu-central           | TRUE
            site: [eu-central]               | site: us-east              | FALSE
            site: [eu-central]               |                            | UNKNOWN
            site: {not: [us-east]}           | site: eu-central           | TRUE
            certs: [c5, iso27001]            | certs: [soc2, c5]          | TRUE
            certs: [c5, iso27001]            | certs: [soc2]              | FALSE
            certs: [c5, iso27001]            | certs: []                  | FALSE
            certs: [c5, iso27001]            |                            | UNKNOWN
            certs: {not: [c5]}               | certs: [soc2]              | TRUE
            certs: {not: [c5]}               |                            | UNKNOWN
            tee: true                        | tee: true                  | TRUE
            tee: true                        | tee: false                 | FALSE
            tee: false                       | tee: false                 | TRUE
            tee: true                        |                            | UNKNOWN
            attested: true                   | attested: true             | TRUE
            attested: true                   | attested: false            | FALSE
            attested: false                  |                            | UNKNOWN
            same: origin.site                | site: clinic-berlin        | TRUE
            same: origin.site                | site: other                | FALSE
            same: origin.site                |                            | UNKNOWN
            same: origin.country             | country: DE                | TRUE
            same: origin.country             | country: DE-BY             | TRUE
            same: origin.country             | country: FR                | FALSE
            same: origin.country             |                            | UNKNOWN
            same: origin.operator_home       | operator_home: FR          | TRUE
            same: origin.operator_home       | operator_home: DE          | FALSE
            same: origin.operator_home       |                            | UNKNOWN
            """)
    void shouldTellTrueFalseAndUnknownApart(String condition, String facts, Truth expected) {
        var hop = hop("{role: relay" + (facts == null ? "" : ", " + facts) + "}");

        assertThat(truth(condition, hop)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "24h, 24h, true",
        "24h, 86400s, true",
        "1d, 25h, false",
        "90m, 5401s, false",
        "0s, 0s, true",
    })
    void shouldLimitTheRetentionOfAStore(String limit, String retention, boolean permitted) {
        var hop = hop("{role: store, retention: " + retention + "}");

        assertThat(truth("retentionMax: " + limit, hop)).isEqualTo(Truth.of(permitted));
    }

    @Test
    void shouldNotPermitAStoreWithUnknownRetention() {
        assertThat(truth("retentionMax: 24h", hop("{role: store}"))).isEqualTo(Truth.FALSE);
    }

    @Test
    void shouldNotKnowWhetherAHopIsAtTheOriginIfTheOriginIsUnknown() {
        var request = about(PUBLIC)
                .from(SiteFacts.unknown(""))
                .via(hop("{role: relay, site: a, country: DE, operator_home: DE}"));

        for (var aspect : SameAsOrigin.Aspect.values()) {
            assertThat(permitting("{any: {same: " + aspect.word() + "}}").permits(request))
                    .isFalse();
            assertThat(forbidding("{any: {same: " + aspect.word() + "}}").permits(request))
                    .isFalse();
        }
    }
}
