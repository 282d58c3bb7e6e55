package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.TielineRun;
import dev.tieline.policy.schema.PolicySchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaCommandTest {

    @ParameterizedTest
    @EnumSource
    void shouldPrintTheSchemaAndNothingElse(PolicySchema schema) {
        var run = TielineRun.of("policy", "schema", schema.word());

        assertThat(run.out()).isEqualTo(schema.text());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldSayWhichSchemasThereAre() {
        var run = TielineRun.of("policy", "schema", "site");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no schema of 'site'. Maybe one of: bundle, request");
    }

    @Test
    void shouldAskForAKind() {
        assertThat(TielineRun.of("policy", "schema").code()).isEqualTo(2);
    }
}
