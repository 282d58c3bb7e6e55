package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Samples;
import dev.tieline.devices.Json;
import dev.tieline.devices.SiteBook;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    @Test
    void shouldWriteASiteBookThatReadsAsTheSame() {
        var book = Samples.catalog().sites();

        var again = SiteBook.read("answer", Json.text(new SiteBookDocument(book)));

        assertThat(again.version()).isEqualTo(book.version());
        assertThat(again.expires()).isEqualTo(book.expires());
        assertThat(again.sites()).containsExactlyElementsOf(book.sites());
    }

    @Test
    void shouldKeepEveryFactAndLeaveOutWhatIsUnknown() {
        var text = """
                {"apiVersion":"tieline.dev/sites/v1","version":7,"expires":"2030-01-01T00:00:00Z","sites":[\
                {"id":"a","broker":"b","cost":3,"country":"US-VA","operator_home":"US",\
                "access_countries":["DE","US"],"tier":"region","certs":["c5","hds"],"key_custody":"customer",\
                "tee":true,"attested":false},\
                {"id":"b","cost":0}]}""";

        assertThat(Json.text(new SiteBookDocument(SiteBook.read("text", text)))).isEqualTo(text);
    }

    @Test
    void shouldIdentifyThePolicyByTheDigestOfItsFile() throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Samples.POLICY));

        assertThat(Json.text(new PolicyDocument(Samples.catalog().policy())))
                .isEqualTo("""
                {"id":"acme-eu","version":1,"level":"platform","notBefore":"2026-01-01T00:00:00Z",\
                "expires":"2030-01-01T00:00:00Z","sha256":"%s"}""".formatted(HexFormat.of().formatHex(digest)));
    }

    @Test
    void shouldDescribeEveryModel() {
        var models = YamlReader.read(
                        "answer", Json.text(new ModelsDocument(Samples.catalog().models())))
                .asMap()
                .list("models")
                .maps();

        assertThat(models)
                .extracting(model -> model.string("model"))
                .containsExactly("minilm@1", "silero-vad@5", "simple@1");
        var minilm = models.getFirst();
        assertThat(minilm.string("licence")).isEqualTo("Apache-2.0");
        assertThat(minilm.integer("memory")).isEqualTo(96_000_000);
        assertThat(minilm.map("label").string("class")).isEqualTo("public");
        assertThat(minilm.list("artifacts").maps())
                .extracting(artifact -> artifact.integer("size"))
                .containsExactly(22_972_370L, 711_661L);
        var output = minilm.list("outputs").maps().getFirst();
        assertThat(output.string("type")).isEqualTo("FP32");
        assertThat(output.strings("shape")).containsExactly("-1", "-1", "384");
        assertThat(output.integer("batch_axis")).isZero();
    }
}
