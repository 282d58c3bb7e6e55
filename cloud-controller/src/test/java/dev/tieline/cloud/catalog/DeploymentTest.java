package dev.tieline.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.Samples;
import dev.tieline.devices.SiteId;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.DocumentException;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentTest {
    private static final String FULL = """
            apiVersion: tieline.dev/deployment/v1
            name: embeddings
            model: minilm@1
            replicas: {min: 1, max: 2}
            label: {class: personal, tags: [health]}
            purpose: diagnostics
            origins: [clinic-berlin, clinic-bonn]
            objective: latency
            executionProviders: [cuda, cpu]
            idleAfter: 90m
            """;

    @Test
    void shouldReadEveryField() {
        var deployment = Deployment.read("d.yaml", FULL);

        assertThat(deployment.name()).isEqualTo("embeddings");
        assertThat(deployment.model()).isEqualTo(ModelRef.of("minilm@1"));
        assertThat(deployment.minReplicas()).isEqualTo(1);
        assertThat(deployment.maxReplicas()).isEqualTo(2);
        assertThat(deployment.label()).isEqualTo(DataLabel.of(DataClass.PERSONAL, "health"));
        assertThat(deployment.purpose()).isEqualTo("diagnostics");
        assertThat(deployment.origins()).containsExactly(SiteId.of("clinic-berlin"), SiteId.of("clinic-bonn"));
        assertThat(deployment.objective()).isEqualTo(Objective.LATENCY);
        assertThat(deployment.executionProviders()).containsExactly("cpu", "cuda");
        assertThat(deployment.idleAfter()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void shouldTakeDefaultsForWhatIsOptional() {
        var deployment = Deployment.read("d.yaml", Samples.deployment("a", "simple@1"));

        assertThat(deployment.label()).isEqualTo(DataLabel.PUBLIC);
        assertThat(deployment.purpose()).isNull();
        assertThat(deployment.origins()).isEmpty();
        assertThat(deployment.objective()).isEqualTo(Objective.BALANCED);
        assertThat(deployment.executionProviders()).isEmpty();
        assertThat(deployment.idleAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldReadJsonToo() {
        var json = """
                {"apiVersion": "tieline.dev/deployment/v1", "name": "a", "model": "simple@1",
                 "replicas": {"min": 1, "max": 1}, "label": {"class": "public"}}""";

        assertThat(Deployment.read("d.json", json).name()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"1, 2, false, false", "0, 2, true, false", "0, 0, false, true"})
    void shouldKnowWhatItsReplicasMean(int min, int max, boolean onDemand, boolean paused) {
        var deployment = Deployment.read("d", FULL.replace("min: 1, max: 2", "min: " + min + ", max: " + max));

        assertThat(deployment.onDemand()).isEqualTo(onDemand);
        assertThat(deployment.paused()).isEqualTo(paused);
    }

    @Test
    void shouldServeTheOriginsThatItNamesOrAll() {
        var some = Deployment.read("d", FULL);
        var all = Deployment.read("d", FULL.replace("origins: [clinic-berlin, clinic-bonn]\n", ""));

        assertThat(some.serves(SiteId.of("clinic-bonn"))).isTrue();
        assertThat(some.serves(SiteId.of("clinic-ulm"))).isFalse();
        assertThat(all.serves(SiteId.of("clinic-ulm"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            deployment/v1          | deployment/v2          | d.yaml:1: apiVersion: needs 'tieline.dev/deployment/v1'
            name: embeddings       | name: Embeddings       | d.yaml:2: name: 'Embeddings' is not the name of a deployment
            name: embeddings       | nmae: embeddings       | d.yaml:2: nmae: unknown key 'nmae'
            minilm@1               | minilm                 | d.yaml:3: model: 'minilm' is not a model reference
            {min: 1, max: 2}       | {min: 1}               | d.yaml:4: replicas: needs the key 'max'
            {min: 1, max: 2}       | {min: 1, mx: 2}        | d.yaml:4: replicas.mx: unknown key 'mx'
            {min: 1, max: 2}       | {min: -1, max: 2}      | d.yaml:4: replicas.min: needs an integer of 0 to 10000
            {min: 1, max: 2}       | {min: 1, max: 10001}   | d.yaml:4: replicas.max: needs an integer of 0 to 10000
            {min: 1, max: 2}       | {min: 3, max: 2}       | d.yaml:4: replicas.max: needs at least min
            {min: 1, max: 2}       | {min: 1, max: 0}       | Maybe set min to 0 too
            {min: 1, max: 2}       | {min: 1.5, max: 2}     | d.yaml:4: replicas.min: needs an integer
            class: personal        | class: privat          | d.yaml:5: label.class: unknown class 'privat'
            class: personal        | class: unknown         | d.yaml:5: label.class: unknown class 'unknown'
            tags: [health]         | tags: [health, health] | d.yaml:5: label.tags[1]: 'health' stands in the list twice
            tags: [health]         | tags: [" "]            | d.yaml:5: label.tags[0]: needs a word
            purpose: diagnostics   | purpose: " "           | d.yaml:6: purpose: needs a word
            clinic-bonn            | Clinic                 | d.yaml:7: origins[1]: 'Clinic' is not a site id
            clinic-bonn            | clinic-berlin          | d.yaml:7: origins[1]: 'clinic-berlin' stands in the list twice
            objective: latency     | objective: speed       | d.yaml:8: objective: unknown objective 'speed'
            [cuda, cpu]            | cuda                   | d.yaml:9: executionProviders: needs a list
            90m                    | 90                     | d.yaml:10: idleAfter: needs an integer followed by s, m, h or d
            90m                    | 0s                     | d.yaml:10: idleAfter: needs at least 1s
            """)
    void shouldNameLineAndKeyOfWhatIsWrong(String right, String wrong, String message) {
        var text = FULL.replace(right, wrong);
        assertThat(text).isNotEqualTo(FULL);

        assertThatThrownBy(() -> Deployment.read("d.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"apiVersion", "name", "model", "replicas", "label"})
    void shouldNeedItsKeys(String key) {
        var text = FULL.replaceAll("(?m)^" + key + ":.*\n", "");

        assertThatThrownBy(() -> Deployment.read("d.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("needs the key '" + key + "'");
    }

    @Test
    void shouldNotBeMadeOfValuesThatContradictEachOther() {
        assertThatThrownBy(() -> made("a", 2, 1, DataLabel.PUBLIC, Duration.ofHours(1)))
                .hasMessageContaining("its min is 2 and its max 1");
        assertThatThrownBy(() -> made("a", 0, 1, DataLabel.of(DataClass.UNKNOWN), Duration.ofHours(1)))
                .hasMessageContaining("a class that exists");
        assertThatThrownBy(() -> made("a", 0, 1, DataLabel.PUBLIC, Duration.ZERO))
                .hasMessageContaining("idleAfter");
        assertThatThrownBy(() -> made("../a", 0, 1, DataLabel.PUBLIC, Duration.ofHours(1)))
                .hasMessageContaining("'../a' is not the name");
    }

    @ParameterizedTest
    @CsvSource({"simple.yaml, 2, 2, public", "minilm.yaml, 0, 2, personal"})
    void shouldReadTheSamples(String file, int min, int max, String label) {
        var deployment = Deployment.read(file, Samples.text(Samples.DEPLOYMENTS.resolve(file)));

        assertThat(deployment.minReplicas()).isEqualTo(min);
        assertThat(deployment.maxReplicas()).isEqualTo(max);
        assertThat(deployment.label()).hasToString(label);
        assertThat(deployment.model()).hasToString(file.replace(".yaml", "@1"));
    }

    private static Deployment made(String name, int min, int max, DataLabel label, Duration idleAfter) {
        return new Deployment(
                name,
                ModelRef.of("m@1"),
                min,
                max,
                label,
                null,
                new TreeSet<>(),
                Objective.BALANCED,
                new TreeSet<>(),
                idleAfter);
    }
}
