package dev.tieline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRequestReaderTest {

    private static PolicyRequest read(String text) {
        return PolicyRequestReader.read(YamlReader.read("r.yaml", text).asMap());
    }

    @Test
    void shouldReadAWholeRequest(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("request.yaml"), """
                action: infer
                label: {class: personal, tags: [health]}
                purpose: diagnostics
                transform: raw
                at: 2026-11-22T12:00:00Z
                origin: {tenant: acme, site: clinic-berlin, country: DE, operator_home: DE}
                path:
                  - {role: relay, site: broker-fra, country: DE, sees: cipher}
                  - {role: process, site: eu-central, operator_home: US, tier: region, certs: [c5]}
                  - {role: store, retention: 24h}
                """);

        var request = PolicyRequestReader.read(file);

        assertThat(request.action()).isEqualTo(Action.INFER);
        assertThat(request.label()).isEqualTo(DataLabel.of(DataClass.PERSONAL, "health"));
        assertThat(request.purpose()).isEqualTo("diagnostics");
        assertThat(request.transform()).isEqualTo(Transform.RAW);
        assertThat(request.at()).isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
        assertThat(request.origin().tenant()).isEqualTo("acme");
        assertThat(request.origin().facts().country()).isEqualTo(Jurisdiction.of("DE"));
        var hops = request.path().hops();
        assertThat(hops).extracting(Hop::role).containsExactly(Hop.Role.RELAY, Hop.Role.PROCESS, Hop.Role.STORE);
        assertThat(hops.get(0).sees()).isEqualTo(Hop.Sees.CIPHER);
        assertThat(hops.get(1).facts().tier()).isEqualTo(Tier.REGION);
        assertThat(hops.get(2).retention()).isEqualTo(Duration.ofDays(1));
        assertThat(hops.get(2).facts()).isEqualTo(SiteFacts.unknown(""));
    }

    @Test
    void shouldTakeWhatIsLeftOutForUnknown() {
        var request = read("{action: train, label: {tags: []}, at: 2026-11-22, path: [{role: process}]}");

        assertThat(request.label()).isEqualTo(DataLabel.of(DataClass.UNKNOWN));
        assertThat(request.purpose()).isNull();
        assertThat(request.transform()).isNull();
        assertThat(request.origin()).isEqualTo(new Origin(null, SiteFacts.unknown("")));
        assertThat(request.path().hops()).containsExactly(new Hop(Hop.Role.PROCESS, null, SiteFacts.unknown(""), null));
    }

    @Test
    void shouldReadJson() {
        var request = read("{\"action\": \"infer\", \"label\": {\"class\": \"public\", \"tags\": []},"
                + " \"at\": \"2026-11-22T12:00:00Z\", \"path\": []}");

        assertThat(request.path()).isEqualTo(TransferPath.EMPTY);
        assertThat(request.label()).isEqualTo(DataLabel.PUBLIC);
    }

    @Test
    void shouldTakeAClassThatDoesNotExistForTheUnknownOne() {
        assertThat(read("{action: infer, label: {class: secret, tags: []}, at: 2026-11-22, path: []}")
                        .label()
                        .dataClass())
                .isEqualTo(DataClass.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {label: {tags: []}, at: 2026-11-22, path: []}                                             | needs the key 'action', and it is missing
            {action: infer, at: 2026-11-22, path: []}                                                 | needs the key 'label', and it is missing
            {action: infer, label: {class: public}, at: 2026-11-22, path: []}                         | label: needs the key 'tags', and it is missing
            {action: infer, label: {tags: []}, path: []}                                              | needs the key 'at', and it is missing
            {action: infer, label: {tags: []}, at: 2026-11-22}                                        | needs the key 'path', and it is missing
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [{}]}                            | path[0]: needs the key 'role', and it is missing
            {action: copy, label: {tags: []}, at: 2026-11-22, path: []}                               | action: unknown action 'copy'. Legal here: infer, relay, store, deploy-model, export-telemetry, train
            {action: infer, label: {tags: [""]}, at: 2026-11-22, path: []}                            | label.tags[0]: needs a tag, and this is blank. Maybe leave it out
            {action: infer, label: {tags: [], tag: x}, at: 2026-11-22, path: []}                      | label.tag: unknown key 'tag'. Legal here: class, tags
            {action: infer, label: {tags: []}, at: noon, path: []}                                    | at: needs a time such as 2026-11-01T00:00:00Z or a date such as 2026-11-01, and this is 'noon'
            {action: infer, label: {tags: []}, purpose: " ", at: 2026-11-22, path: []}                | purpose: needs a purpose, and this is blank. Maybe leave it out
            {action: infer, label: {tags: []}, transform: zip, at: 2026-11-22, path: []}              | transform: unknown transform 'zip'. Legal here: raw, features, pseudonymised, anonymised, aggregate
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [{role: broker}]}                | path[0].role: unknown role 'broker'. Legal here: process, relay, store
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [{role: relay, sees: all}]}      | path[0].sees: unknown value of sees 'all'. Legal here: clear, cipher, metadata
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [{role: relay, retention: 1h}]}  | path[0].retention: stands only at a hop with the role store, and this hop's role is relay
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [{role: store, retention: 1}]}   | path[0].retention: needs an integer followed by s, m, h or d, such as 24h, and this is '1'
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [{role: store, access_countries: []}]} | path[0].access_countries: needs at least one item, and the list is empty
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [{role: store, tier: cloud}]}    | path[0].tier: unknown tier 'cloud'. Legal here: device, gateway, site, region
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [], hops: []}                    | hops: unknown key 'hops'. Legal here: action, label, purpose, transform, at, origin, path
            {action: infer, label: {tags: []}, at: 2026-11-22, path: [], origin: {node: a}}           | origin.node: unknown key 'node'. Legal here: tenant, site, country, operator_home, access_countries, tier, certs, key_custody, tee, attested
            """)
    void shouldSayWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DocumentException.class)
                .hasMessage("r.yaml:1: " + message);
    }
}
