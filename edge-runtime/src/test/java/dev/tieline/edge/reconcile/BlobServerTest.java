package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobServerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080/api", "https://127.0.0.1/x", "http://[::1]:8080/x", "http://localhost/x"})
    void shouldFetchFromThisMachine(String address) {
        assertThat(BlobServer.obstacle(URI.create(address))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1/x, not on this machine",
        "http://10.0.0.7:8080/x, not on this machine",
        "ftp://127.0.0.1/x, over http and https",
        "file:///etc/passwd, over http and https",
        "http:/x, names no host"
    })
    void shouldSayWhyItFetchesFromNowhereElse(String address, String reason) {
        assertThat(BlobServer.obstacle(URI.create(address)))
                .hasValueSatisfying(said -> assertThat(said).contains(reason).contains(address));
    }
}
