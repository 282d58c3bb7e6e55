package dev.tieline.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.document.YamlReader;
import org.junit.jupiter.api.Test;

class RequestDocumentTest {
    private static final String FULL = """
            action: infer
            label: {class: personal, tags: [health, "a b"]}
            purpose: diagnostics
            transform: raw
            at: 2026-11-22T12:00:00Z
            origin: {tenant: acme, site: clinic-berlin, country: DE, operator_home: DE, tee: false}
            path:
              - {role: relay, site: broker-fra, country: US-CA, sees: clear, access_countries: [US, DE], attested: true}
              - {role: process, tier: region, certs: [iso, c5], key_custody: customer}
              - {role: store, retention: 2h, certs: []}
            """;

    @Test
    void shouldWriteWhatIsKnownInTheOrderOfTheModel() {
        var text = new RequestDocument(read(FULL)).text();

        assertThat(text).isEqualTo("""
                {"action":"infer","label":{"class":"personal","tags":["a b","health"]},"purpose":"diagnostics",
                "transform":"raw","at":"2026-11-22T12:00:00Z",
                "origin":{"tenant":"acme","site":"clinic-berlin","country":"DE","operator_home":"DE","tee":false},
                "path":[{"role":"relay","site":"broker-fra","country":"US-CA","access_countries":["DE","US"],
                "attested":true,"sees":"clear"},
                {"role":"process","tier":"region","certs":["c5","iso"],"key_custody":"customer"},
                {"role":"store","certs":[],"retention":"7200s"}]}""".replace("\n", ""));
    }

    @Test
    void shouldBeReadBackAsTheSameRequest() {
        var request = read(FULL);

        assertThat(read(new RequestDocument(request).text())).isEqualTo(request);
    }

    @Test
    void shouldBeReadBackWhereAllIsUnknown() {
        var request = read("{action: train, label: {tags: []}, at: 2026-01-01, path: [{role: store}]}");

        var text = new RequestDocument(request).text();

        assertThat(text)
                .isEqualTo("{\"action\":\"train\",\"label\":{\"class\":\"unknown\",\"tags\":[]},"
                        + "\"at\":\"2026-01-01T00:00:00Z\",\"origin\":{},\"path\":[{\"role\":\"store\"}]}");
        assertThat(read(text)).isEqualTo(request);
    }

    @Test
    void shouldNameTheFactsWhateverTheFormOfTheirFile() {
        var reordered = FULL.replace("[health, \"a b\"]", "['a b', health]").replace("[iso, c5]", "[c5, iso]");

        assertThat(new RequestDocument(read(reordered)).sha256())
                .isEqualTo(new RequestDocument(read(FULL)).sha256())
                .matches("[0-9a-f]{64}");
        assertThat(new RequestDocument(read(FULL.replace("clinic-berlin", "clinic-bonn"))).sha256())
                .isNotEqualTo(new RequestDocument(read(FULL)).sha256());
    }

    private static PolicyRequest read(String text) {
        return PolicyRequestReader.read(YamlReader.read("request", text).asMap());
    }
}
