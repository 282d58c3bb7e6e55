package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyBundleTest {

    @Test
    void shouldSayWhoItIsWhenItHoldsAndWhatItDeclares() {
        var bundle = Bundles.bundle("""
                defaults: {public: allow, personal: deny}
                rules:
                  - {id: z, effect: permit, for: {class: [public]}, hops: {any: {}}}
                  - {id: b, effect: forbid}
                """);

        assertThat(bundle).hasToString("test version 7");
        assertThat(bundle.id()).isEqualTo("test");
        assertThat(bundle.version()).isEqualTo(7);
        assertThat(bundle.level()).isEqualTo(Level.PLATFORM);
        assertThat(bundle.notBefore()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(bundle.expires()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(bundle.tags()).containsExactly("export-controlled", "health");
        assertThat(bundle.purposes()).containsExactly("billing", "diagnostics");
        assertThat(bundle.blocs()).containsExactly("EEA", "EU");
        assertThat(bundle.defaults())
                .isEqualTo(Map.of(DataClass.PUBLIC, Effect.ALLOW, DataClass.PERSONAL, Effect.DENY));
        assertThat(bundle.rules()).containsExactly("b", "z");
    }

    @Test
    void shouldCarryTheDigestOfItsBytes(@TempDir Path folder) throws IOException, NoSuchAlgorithmException {
        var text = Bundles.HEAD + "# Überall\n";
        var file = Files.writeString(folder.resolve("b.yaml"), text);

        var bundle = Bundles.read(file);

        var expected = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(bundle.sha256())
                .isEqualTo(HexFormat.of().formatHex(expected))
                .hasSize(64);
        assertThat(Bundles.read("other name", text).sha256()).isEqualTo(bundle.sha256());
    }

    @Test
    void shouldNameTheFileThatDoesNotExist(@TempDir Path folder) {
        var file = folder.resolve("none.yaml");

        assertThatThrownBy(() -> Bundles.read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessage(file + ":1: there is no such file");
    }

    @Test
    void shouldRefuseAFileThatIsNotText(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});

        assertThatThrownBy(() -> Bundles.read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(file + ":1: is not text in UTF-8");
    }

    @Test
    void shouldReadABundleWrittenAsJson() {
        var bundle = Bundles.read("b.json", """
                {"apiVersion": "tieline.dev/policy/v1",
                 "bundle": {"id": "j", "version": 1, "level": "tenant", "notBefore": "2026-01-01T00:00:00Z",
                            "expires": "2027-01-01T00:00:00Z"},
                 "rules": [{"id": "a", "effect": "forbid", "hops": {"any": {"country": ["NO"]}}}]}
                """);

        assertThat(bundle.level()).isEqualTo(Level.TENANT);
        assertThat(bundle.rules()).containsExactly("a");
    }

    @Test
    void shouldReadCountryNoUnquotedToo() {
        var evaluator = Bundles.permitting("{any: {country: [NO]}}");

        assertThat(evaluator.permits(Asked.about(DataClass.PUBLIC).via(Asked.process("NO"))))
                .isTrue();
    }

    @Test
    void shouldNeedNothingButItsHead() {
        var bundle = Bundles.read("b.yaml", Bundles.HEAD);

        assertThat(bundle.tags()).isEmpty();
        assertThat(bundle.purposes()).isEmpty();
        assertThat(bundle.blocs()).containsExactly("EU");
        assertThat(bundle.defaults()).isEmpty();
        assertThat(bundle.rules()).isEmpty();
    }
}
