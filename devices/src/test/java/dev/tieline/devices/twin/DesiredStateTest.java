package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.DocumentException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredStateTest {
    private static final URI BLOBS = URI.create("http://controller.example:8080/api/v1/blobs/sha256");
    private static final Digest A = Digest.of("a".repeat(64));
    private static final Digest B = Digest.of("b".repeat(64));
    private static final DesiredState STATE = new DesiredState(
            7,
            BLOBS,
            List.of(
                    new DesiredModel(
                            ModelRef.of("minilm@1"),
                            new Artifact("card.yaml", A, 1834),
                            DataLabel.of(DataClass.SPECIAL, "health")),
                    new DesiredModel(ModelRef.of("simple@2"), new Artifact("card.yaml", B, 912))));

    @Test
    void shouldHoldItsWireForm() {
        assertThat(STATE.toJson()).isEqualTo(Golden.text("desired.json"));
        assertThat(DesiredState.read("desired", Golden.text("desired.json"))).isEqualTo(STATE);
    }

    @Test
    void shouldTakeAClassOfALaterReleaseForUnknown() {
        var text = Golden.text("desired.json").replace("\"special\"", "\"secret\"");

        var label = DesiredState.read("desired", text).models().getFirst().label();

        assertThat(label).isEqualTo(DataLabel.of(DataClass.UNKNOWN, "health"));
    }

    @Test
    void shouldFindFilesByTheirDigest() {
        assertThat(STATE.blob(A))
                .isEqualTo(URI.create("http://controller.example:8080/api/v1/blobs/sha256/" + "a".repeat(64)));
        assertThat(new DesiredState(1, URI.create("http://controller"), List.of()).blob(B))
                .hasToString("http://controller/" + "b".repeat(64));
    }

    @Test
    void shouldSupersedeOnlyLowerGenerations() {
        assertThat(STATE.supersedes(0)).isTrue();
        assertThat(STATE.supersedes(6)).isTrue();
        assertThat(STATE.supersedes(7)).isFalse();
        assertThat(STATE.supersedes(8)).isFalse();
    }

    @Test
    void shouldNotChangeWithTheListItWasMadeOf() {
        var models = new ArrayList<>(STATE.models());
        var state = new DesiredState(1, BLOBS, models);

        models.clear();

        assertThat(state.models()).hasSize(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldReadWhatItWrites(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++) {
            var state = TwinStates.desired(random);

            assertThat(DesiredState.read("desired", state.toJson()))
                    .as("seed %d, state %d", seed, i)
                    .isEqualTo(state);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "desired/v1 | desired/v2 | d:1: apiVersion: needs 'tieline.dev/desired/v1', and this is",
                "\"generation\":7 | \"generation\":0 | d:1: generation: needs an integer of 1 or more, and this is 0",
                "\"generation\":7 | \"generation\":-3 | d:1: generation: needs an integer of 1 or more, and this is -3",
                "\"generation\":7 | \"generation\":7.5 | d:1: generation: needs an integer, and this is '7.5'",
                "\"generation\":7 | \"generation\":9223372036854775808 | d:1: generation: needs a decimal integer of at",
                "\"generation\":7 | \"generation\":7,\"generation\":8 | d:1: generation: the key 'generation' stands here twice",
                "\"generation\":7 | \"generation\":7,\"x\":8 | d:1: x: unknown key 'x'. Legal here: apiVersion",
                "\"generation\":7, | `` | d:1: needs the key 'generation', and it is missing",
                "http://controller | ftp://controller | d:1: blobs: the base of downloads needs an address that begins",
                "http://controller | file:///controller | d:1: blobs: the base of downloads needs an address that begins",
                "http://controller | http://a:secret@controller | d:1: blobs: the base of downloads needs an address without",
                "blobs/sha256\" | blobs/sha256/\" | d:1: blobs: the base of downloads needs an address without a slash",
                "blobs/sha256\" | blobs?a=b\" | d:1: blobs: the base of downloads needs an address without user",
                "blobs/sha256\" | blobs#a\" | d:1: blobs: the base of downloads needs an address without user",
                "blobs/sha256\" | blobs sha256\" | d:1: blobs: Illegal character in path",
                "simple@2 | minilm@2 | d:1: models[1]: the model minilm is desired twice, the second time as minilm@2",
                "simple@2 | simple | d:1: models[1].model: 'simple' is not a model reference",
                "simple@2 | simple@/ | d:1: models[1].model: '/' is not a version of the model simple",
                "sha256:bb | sha256:BB | d:1: models[1].card.digest: 'BB",
                "\"size\":912 | \"size\":0 | d:1: models[1].card: the artifact card.yaml needs at least 1 byte",
                "\"size\":912 | \"size\":true | d:1: models[1].card.size: needs an integer, and this is 'true'",
                "\"size\":912 | \"size\":912,\"x\":1 | d:1: models[1].card.x: unknown key 'x'",
                "\"class\":\"special\", | `` | d:1: models[0].label: needs the key 'class'",
                "[\"health\"] | [\"\"] | d:1: models[0].label: A data label has a blank tag",
                "\"card.yaml\",\"digest\":\"sha256:bb | \"\",\"digest\":\"sha256:bb | d:1: models[1].card: an artifact needs",
            })
    void shouldNameTheFaultOfAStateThatIsNotValid(String right, String wrong, String message) {
        var text = Golden.text("desired.json").replace(right, wrong);

        assertThatThrownBy(() -> DesiredState.read("d", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldNotRepeatASecretThatAnAddressCarries() {
        var text = Golden.text("desired.json").replace("http://", "http://a:secret@");

        assertThatThrownBy(() -> DesiredState.read("d", text)).hasMessageNotContaining("secret");
    }

    @Test
    void shouldGuardWhatItIsMadeOf() {
        assertThatThrownBy(() -> new DesiredState(0, BLOBS, List.of())).hasMessageContaining("starts at 1");
        assertThatThrownBy(() -> new DesiredState(1, URI.create("/blobs"), List.of()))
                .hasMessageContaining("begins with http:// or https://");
        assertThatThrownBy(() -> new DesiredState(1, URI.create("http:///blobs"), List.of()))
                .hasMessageContaining("names a host");
        var twice = List.of(STATE.models().getFirst(), STATE.models().getFirst());
        assertThatThrownBy(() -> new DesiredState(1, BLOBS, twice)).hasMessageContaining("desired twice");
        assertThatThrownBy(() -> new DesiredState(1, BLOBS, models(1_001)))
                .hasMessage("has 1001 models; the limit is 1000");
    }

    @Test
    void shouldRefuseMoreModelsThanANodeHolds() {
        var most = new DesiredState(1, BLOBS, models(1_000)).toJson();
        var more = most.replace("\"models\":[", "\"models\":[{},");

        assertThat(DesiredState.read("d", most).models()).hasSize(1_000);
        assertThatThrownBy(() -> DesiredState.read("d", more))
                .hasMessage("d:1: models: has 1001 models; the limit is 1000");
    }

    private static List<DesiredModel> models(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DesiredModel(ModelRef.of("m" + i + "@1"), new Artifact("card.yaml", A, 1)))
                .toList();
    }
}
