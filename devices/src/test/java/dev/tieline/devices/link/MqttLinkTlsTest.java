package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static dev.tieline.devices.link.LinkFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.FreePort;
import dev.tieline.devices.testing.MosquittoProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a link checks whom it talks to. */
class MqttLinkTlsTest {
    @TempDir
    private static Path folder;

    private static TestCertificate certificate;
    private static MosquittoProcess broker;
    private static int port;

    @BeforeAll
    static void startBroker() throws IOException, InterruptedException, GeneralSecurityException {
        certificate = TestCertificate.selfSigned(folder, "localhost");
        port = FreePort.find();
        broker = MosquittoProcess.start(
                "allow_anonymous true",
                "listener " + port + " 127.0.0.1",
                "certfile " + certificate.pem(),
                "keyfile " + certificate.key());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldTalkToABrokerThatProvesItsName() {
        try (var link = connect(link(options(address("localhost")).withTls(TlsOptions.trusting(certificate.pem()))))) {
            assertThat(outcome(link.publish(message("tls/1", "x")))).isEqualTo(new PublishOutcome.NoSubscribers());
        }
    }

    @Test
    void shouldRefuseATrustedBrokerOfAnotherName() {
        try (var link = link(options(address("127.0.0.1")).withTls(TlsOptions.trusting(certificate.pem())))) {
            link.start();

            Eventually.until("the name was refused", () -> !link.lastFailure().isEmpty());

            assertThat(link.lastFailure()).contains("No subject alternative names matching IP address 127.0.0.1");
            assertThat(link.connected()).isFalse();
        }
    }

    @Test
    void shouldRefuseABrokerThatNobodyVouchesFor() {
        try (var link = link(options(address("localhost")).withTls(TlsOptions.ofPlatform()))) {
            link.start();

            Eventually.until(
                    "the certificate was refused", () -> !link.lastFailure().isEmpty());

            assertThat(link.lastFailure()).contains("unable to find valid certification path");
            assertThat(link.connected()).isFalse();
        }
    }

    private static URI address(String host) {
        return URI.create("mqtts://" + host + ":" + port);
    }
}
