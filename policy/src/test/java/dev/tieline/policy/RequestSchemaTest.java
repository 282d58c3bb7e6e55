package dev.tieline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.schema.SchemaFile;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema of requests and their reader agree. */
class RequestSchemaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{action: train, label: {tags: []}, at: 2026-11-22, path: [{role: process}]}",
                "{action: infer, label: {class: secret, tags: [1]}, at: 2026-11-22T12:00:00.5Z, path: []}",
                "{action: infer, label: {class: public, tags: []}, at: 2026-11-22, origin: {}, path: []}",
                "{action: infer, label: {class: special, tags: [a, b]}, purpose: x, transform: features, at: 2026-11-22,"
                        + " origin: {tenant: a, site: b, country: DE, operator_home: US-CA, access_countries: [DE],"
                        + " tier: gateway, certs: [], key_custody: customer, tee: true, attested: false},"
                        + " path: [{role: store, retention: 24h, sees: cipher, certs: [27001]}, {role: relay}]}"
            })
    void shouldAcceptWhatTheReaderAccepts(String request) {
        PolicyRequestReader.read(YamlReader.read("r.yaml", request).asMap());

        assertThat(SchemaFile.REQUEST.objections(request)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseWhatTheReaderRefuses(String request) {
        assertThat(SchemaFile.REQUEST.objections(request)).isNotEmpty();
    }

    /** The first column of the table in the test of the reader. */
    static Stream<String> shouldRefuseWhatTheReaderRefuses() {
        return Arrays.stream(PolicyRequestReaderTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("shouldSayWhatIsWrongAndWhere"))
                .flatMap(method ->
                        method.getAnnotation(CsvSource.class).textBlock().lines())
                .map(line -> line.substring(0, line.lastIndexOf(" | ")).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX", "QQ-1"})
    void shouldLeaveToTheReaderWhichCountriesThereAre(String country) {
        var request =
                "{action: infer, label: {tags: []}, at: 2026-11-22, origin: {country: " + country + "}, path: []}";

        assertThat(SchemaFile.REQUEST.objections(request)).isEmpty();
        assertThat(catchDocumentException(request)).contains("is not a country code");
    }

    @Test
    void shouldLeaveToTheReaderWhichDaysThereAre() {
        var request = "{action: infer, label: {tags: []}, at: 2026-02-30, path: []}";

        assertThat(SchemaFile.REQUEST.objections(request)).isEmpty();
        assertThat(catchDocumentException(request)).contains("needs a time such as");
    }

    private static String catchDocumentException(String request) {
        try {
            PolicyRequestReader.read(YamlReader.read("r.yaml", request).asMap());
            return "";
        } catch (DocumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
