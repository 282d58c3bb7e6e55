package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.policy.document.DocumentException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyPointerTest {
    private static final Artifact FILE = new Artifact("acme-eu.yaml", Digest.of("a".repeat(64)), 4_096);
    private static final URI SOURCE = URI.create("https://controller.example/api/v1/blobs/sha256/" + "a".repeat(64));

    @Test
    void shouldHoldItsWireForm() {
        var pointer = new PolicyPointer("acme-eu", 5, FILE, SOURCE);

        assertThat(pointer.toJson()).isEqualTo(Golden.text("policy-pointer.json"));
        assertThat(PolicyPointer.read("policy", Golden.text("policy-pointer.json")))
                .isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pointer/v1 | pointer/v2 | p:1: apiVersion: needs 'tieline.dev/policy-pointer/v1', and this is",
                "\"bundle\":\"acme-eu\" | \"bundle\":\"acme/eu\" | p:1: bundle: 'acme/eu' is not the id of a bundle",
                "\"bundle\":\"acme-eu\" | \"bundle\":\"\" | p:1: bundle: '' is not the id of a bundle",
                "\"version\":5 | \"version\":0 | p:1: version: needs an integer of 1 or more, and this is 0",
                "\"version\":5 | \"version\":5,\"version\":6 | p:1: version: the key 'version' stands here twice",
                "\"version\":5 | \"version\":5,\"level\":6 | p:1: level: unknown key 'level'",
                "\"version\":5, | `` | p:1: needs the key 'version', and it is missing",
                "sha256:aa | sha256:za | p:1: file.digest: 'za",
                "\"size\":4096 | \"size\":-1 | p:1: file: the artifact acme-eu.yaml needs at least 1 byte",
                "https:// | ssh:// | p:1: source: the source of a bundle needs an address that begins with http://",
                "https:// | https://me@ | p:1: source: the source of a bundle needs an address without user",
                "/api/ | /api?x=/ | p:1: source: the source of a bundle needs an address without user",
            })
    void shouldNameTheFaultOfAPointerThatIsNotValid(String right, String wrong, String message) {
        var text = Golden.text("policy-pointer.json").replace(right, wrong);

        assertThatThrownBy(() -> PolicyPointer.read("p", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldGuardWhatItIsMadeOf() {
        assertThatThrownBy(() -> new PolicyPointer("a b", 1, FILE, SOURCE)).hasMessageContaining("'a b' is not the id");
        assertThatThrownBy(() -> new PolicyPointer("a", 0, FILE, SOURCE))
                .hasMessage("a version of the bundle a starts at 1, and this is 0");
        assertThatThrownBy(() -> new PolicyPointer("a", 1, FILE, URI.create("mailto:a@b")))
                .hasMessageContaining("begins with http:// or https://");
    }
}
