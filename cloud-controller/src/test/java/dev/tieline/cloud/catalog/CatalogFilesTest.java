package dev.tieline.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.Samples;
import dev.tieline.devices.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFilesTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadTheSampleFiles() {
        var catalog = Samples.catalog();

        assertThat(catalog.sites().find(SiteId.of("us-east"))).isPresent();
        assertThat(catalog.policy().id()).isEqualTo("acme-eu");
        assertThat(catalog.models().find("minilm@1")).isPresent();
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() throws IOException {
        var sites = file("sites.yaml", "apiVersion: tieline.dev/sites/v1\nversoin: 1\n");
        var policy = folder.resolve("absent.yaml");
        var models = folder.resolve("no-folder");

        assertThatThrownBy(() -> new CatalogFiles(sites, policy, models).read())
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining(sites + ":2: versoin: unknown key 'versoin'")
                .hasMessageContaining("; " + policy + ":1: there is no such file")
                .hasMessageContaining("; " + models + ":1: cannot be read as a folder of model cards");
    }

    @Test
    void shouldRefuseAModelWhoseTagThePolicyDoesNotDeclare() throws IOException {
        var card = Files.readString(Samples.MODELS.resolve("simple.yaml"))
                .replace("  class: public", "  class: internal\n  tags: [helth]");
        file("simple.yaml", card);

        assertThatThrownBy(() -> new CatalogFiles(Samples.SITES, Samples.POLICY, folder).read())
                .isInstanceOf(CatalogException.class)
                .hasMessage("the model simple@1 is labelled with the tag 'helth', and the policy bundle"
                        + " acme-eu version 1 declares [health]. Maybe declare it there, under tags");
    }

    @Test
    void shouldAcceptAModelWhoseTagThePolicyDeclares() throws IOException {
        var card = Files.readString(Samples.MODELS.resolve("simple.yaml"))
                .replace("  class: public", "  class: special\n  tags: [health]");
        file("simple.yaml", card);

        var catalog = new CatalogFiles(Samples.SITES, Samples.POLICY, folder).read();

        assertThat(catalog.models().all())
                .singleElement()
                .satisfies(model -> assertThat(model.label()).hasToString("special [health]"));
    }

    @Test
    void shouldHaveNothingToWarnOfWhileAllIsInForce() {
        assertThat(Samples.catalog().warnings(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(Samples.catalog().warnings(Instant.parse("2029-12-31T23:59:59Z")))
                .isEmpty();
    }

    @Test
    void shouldWarnOfAPolicyThatIsNotYetInForce() {
        assertThat(Samples.catalog().warnings(Instant.parse("2025-12-31T23:59:59Z")))
                .containsExactly("the policy bundle acme-eu version 1 is not in force before 2026-01-01T00:00:00Z:"
                        + " nothing may leave the node that asks");
    }

    @Test
    void shouldWarnOfWhatHasExpired() {
        assertThat(Samples.catalog().warnings(Instant.parse("2030-01-01T00:00:00Z")))
                .containsExactly(
                        "the site book of version 1 expired at 2030-01-01T00:00:00Z: every site counts as unknown",
                        "the policy bundle acme-eu version 1 expired at 2030-01-01T00:00:00Z:"
                                + " only public data without tags may leave, where it permits that");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
