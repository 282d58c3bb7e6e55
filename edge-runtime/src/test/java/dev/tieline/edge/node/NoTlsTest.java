package dev.tieline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import org.junit.jupiter.api.Test;

class NoTlsTest {

    @Test
    void shouldRefuseAServerWithTlsAndSayWhatIsOffered() {
        var options = new HttpServerOptions().setKeyCertOptions(new PemKeyCertOptions());

        assertThatThrownBy(() -> new NoTls().customizeHttpsServer(options))
                .satisfies(failure -> assertThat(StartSentence.of(new RuntimeException(failure)))
                        .hasValueSatisfying(
                                said -> assertThat(said).contains("quarkus.http.ssl", "quarkus.tls", "clear text")));
    }

    @Test
    void shouldLetAServerWithoutItBe() {
        var options = new HttpServerOptions();

        new NoTls().customizeHttpServer(options);
        new NoTls().customizeHttpsServer(options);

        assertThat(options.toJson()).isEqualTo(new HttpServerOptions().toJson());
    }
}
