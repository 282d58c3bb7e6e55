package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.policy.document.DocumentException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyPointersTest {
    private static final Artifact FILE = new Artifact("acme-eu.yaml", Digest.of("a".repeat(64)), 4_096);
    private static final URI SOURCE = URI.create("https://controller.example/api/v1/blobs/sha256/" + "a".repeat(64));
    private static final PolicyPointer ACME = new PolicyPointer("acme-eu", 5, FILE, SOURCE);
    private static final PolicyPointer CLINICS = new PolicyPointer(
            "clinics",
            2,
            new Artifact("clinics.yaml", Digest.of("b".repeat(64)), 1_024),
            URI.create("https://controller.example/api/v1/blobs/sha256/" + "b".repeat(64)));

    @Test
    void shouldHoldItsWireForm() {
        var pointers = new PolicyPointers(3, List.of(ACME, CLINICS));

        assertThat(pointers.toJson()).isEqualTo(Golden.text("policies.json"));
        assertThat(PolicyPointers.read("policy", Golden.text("policies.json"))).isEqualTo(pointers);
        assertThat(pointers).hasToString("acme-eu version 5, clinics version 2");
    }

    @Test
    void shouldSayThatNoBundleHoldsAnyMore() {
        var none = new PolicyPointers(4, List.of());

        assertThat(PolicyPointers.read("policy", none.toJson())).isEqualTo(none);
        assertThat(none.toJson())
                .isEqualTo("{\"apiVersion\":\"tieline.dev/policies/v1\",\"generation\":4,\"bundles\":[]}");
    }

    @Test
    void shouldFindABundleByItsId() {
        var pointers = new PolicyPointers(3, List.of(ACME, CLINICS));

        assertThat(pointers.find("clinics")).contains(CLINICS);
        assertThat(pointers.find("other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "policies/v1 | policies/v2 | p:1: apiVersion: needs 'tieline.dev/policies/v1', and this is",
                "\"generation\":3 | \"generation\":0 | p:1: generation: needs an integer of 1 or more, and this is 0",
                "\"generation\":3, | `` | p:1: needs the key 'generation', and it is missing",
                "\"generation\":3 | \"generation\":3,\"edition\":6 | p:1: edition: unknown key 'edition'",
                "\"bundle\":\"acme-eu\" | \"bundle\":\"acme/eu\" | p:1: bundles[0].bundle: 'acme/eu' is not the id of a",
                "\"bundle\":\"acme-eu\" | \"bundle\":\"\" | p:1: bundles[0].bundle: '' is not the id of a bundle",
                "\"bundle\":\"acme-eu\" | \"bundle\":\"clinics\" | p:1: bundles[1]: the bundle clinics stands here twice, the",
                "\"version\":5 | \"version\":0 | p:1: bundles[0].version: needs an integer of 1 or more, and this is 0",
                "\"version\":5 | \"version\":5,\"version\":6 | p:1: bundles[0].version: the key 'version' stands here twice",
                "\"version\":5 | \"version\":5,\"level\":6 | p:1: bundles[0].level: unknown key 'level'",
                "\"version\":5, | `` | p:1: bundles[0]: needs the key 'version', and it is missing",
                "sha256:aa | sha256:za | p:1: bundles[0].file.digest: 'za",
                "\"size\":4096 | \"size\":-1 | p:1: bundles[0].file: the artifact acme-eu.yaml needs at least 1 byte",
                "https:// | ssh:// | p:1: bundles[0].source: the source of a bundle needs an address that begins with http://",
                "https:// | https://me@ | p:1: bundles[0].source: the source of a bundle needs an address without user",
                "/api/ | /api?x=/ | p:1: bundles[0].source: the source of a bundle needs an address without user",
            })
    void shouldNameTheFaultOfADocumentThatIsNotValid(String right, String wrong, String message) {
        var text = Golden.text("policies.json").replace(right, wrong);

        assertThatThrownBy(() -> PolicyPointers.read("p", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseMoreBundlesThanThereAreLevels() {
        var one = new PolicyPointers(1, List.of(ACME)).toJson();
        var pointer = one.substring(one.indexOf("[") + 1, one.indexOf("]"));
        var text = one.replace(pointer, String.join(",", Collections.nCopies(5, pointer)));

        assertThatThrownBy(() -> PolicyPointers.read("p", text))
                .hasMessage("p:1: bundles: has 5 bundles, and there are 4 levels");
    }

    @Test
    void shouldGuardWhatItIsMadeOf() {
        assertThatThrownBy(() -> new PolicyPointer("a b", 1, FILE, SOURCE)).hasMessageContaining("'a b' is not the id");
        assertThatThrownBy(() -> new PolicyPointer("a", 0, FILE, SOURCE))
                .hasMessage("a version of the bundle a starts at 1, and this is 0");
        assertThatThrownBy(() -> new PolicyPointer("a", 1, FILE, URI.create("mailto:a@b")))
                .hasMessageContaining("begins with http:// or https://");
        assertThatThrownBy(() -> new PolicyPointers(0, List.of()))
                .hasMessage("a generation of policies starts at 1, and this is 0");
        assertThatThrownBy(() -> new PolicyPointers(1, List.of(ACME, ACME)))
                .hasMessageContaining("the bundle acme-eu stands here twice");
        assertThatThrownBy(() -> new PolicyPointers(1, Collections.nCopies(5, ACME)))
                .hasMessage("has 5 bundles, and there are 4 levels");
    }
}
