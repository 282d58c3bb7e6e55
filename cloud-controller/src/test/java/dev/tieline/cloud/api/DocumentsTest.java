package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Samples;
import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.cloud.catalog.Kind;
import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.models.ModelRef;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    @TempDir
    Path home;

    @Test
    void shouldIdentifyThePolicyByTheDigestOfItsFile() {
        var bundle = PolicySetReader.read(Samples.POLICY).bundles().getFirst();

        assertThat(Json.text(new PolicyDocument(bundle)))
                .startsWith("""
                {"id":"acme-eu","version":1,"level":"platform","notBefore":"2026-01-01T00:00:00Z",\
                "expires":"2030-01-01T00:00:00Z","tags":["health"],"purposes":[""")
                .endsWith("\"sha256\":\"" + bundle.sha256() + "\"}");
    }

    @Test
    void shouldDescribeAModelAndWhetherItsBytesAreHere() {
        try (var store = ResourceStore.open(home)) {
            Samples.apply(store, Samples.MINILM);
            Samples.apply(store, Samples.SIMPLE);
            var simple = Objects.requireNonNull(store.declared().models().get(ModelRef.of("simple@1")));
            store.blobs().add(simple.manifest().model(), new ByteArrayInputStream(GeneratedModels.bytes("simple")));

            var there = map(document(store, "simple@1"));
            var minilm = map(document(store, "minilm@1"));

            assertThat(there.map("card").get("held").asScalar().bool()).isTrue();
            assertThat(there.list("artifacts").maps())
                    .extracting(artifact -> artifact.get("held").asScalar().bool())
                    .containsExactly(true);
            assertThat(minilm.string("licence")).isEqualTo("Apache-2.0");
            assertThat(minilm.integer("memory")).isEqualTo(96_000_000);
            assertThat(minilm.map("label").string("class")).isEqualTo("public");
            assertThat(minilm.list("artifacts").maps())
                    .extracting(artifact -> artifact.integer("size") + " "
                            + artifact.get("held").asScalar().bool())
                    .containsExactly("22972370 false", "711661 false");
            var output = minilm.list("outputs").maps().getFirst();
            assertThat(output.string("type")).isEqualTo("FP32");
            assertThat(output.strings("shape")).containsExactly("-1", "-1", "384");
            assertThat(output.integer("batch_axis")).isZero();
        }
    }

    private static ModelDocument document(ResourceStore store, String ref) {
        var model = Objects.requireNonNull(store.declared().models().get(ModelRef.of(ref)));
        return new ModelDocument(model, store.declared().lineage(model.manifest()), store.blobs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple.yaml", "minilm.yaml"})
    void shouldWriteADeploymentThatReadsAsTheSame(String file) {
        var deployment = Deployment.read(file, Samples.text(Samples.DEPLOYMENTS.resolve(file)));

        var again = Deployment.read("answer", Json.text(new DeploymentDocument(deployment)));

        assertThat(again).isEqualTo(deployment);
    }

    @Test
    void shouldWriteEveryFieldOfADeployment() {
        var deployment = Deployment.read("d", Samples.deployment("a", "simple@1") + """
                purpose: diagnostics
                origins: [clinic-berlin]
                objective: cost
                executionProviders: [cuda]
                idleAfter: 90m
                """);

        assertThat(Deployment.read("answer", Json.text(new DeploymentDocument(deployment))))
                .isEqualTo(deployment);
    }

    @Test
    void shouldSayWhatCameOfADocument() {
        assertThat(Json.text(new AppliedDocument(Kind.MODEL, "a@1", "deleted", List.of("a \"word\""))))
                .isEqualTo(
                        "{\"kind\":\"model\",\"name\":\"a@1\",\"outcome\":\"deleted\",\"warnings\":[\"a \\\"word\\\"\"]}");
    }

    private static YamlMap map(Json.Writable document) {
        return YamlReader.read("answer", Json.text(document)).asMap();
    }
}
