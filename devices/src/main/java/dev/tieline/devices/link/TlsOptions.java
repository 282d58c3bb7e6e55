package dev.tieline.devices.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How a link to an {@code mqtts://} broker is secured. The broker's certificate must be issued by a trusted authority
 * and carry the host name of the address; neither check can be switched off.
 *
 * @param context the trusted authorities, and this client's own certificate where the broker asks for one
 */
public record TlsOptions(SSLContext context) {

    /** Trust in the authorities that the Java platform trusts. */
    public static TlsOptions ofPlatform() {
        try {
            return new TlsOptions(SSLContext.getDefault());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's TLS settings cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Trust in the authorities of a file and in no other.
     *
     * @param authorities one or more X.509 certificates, PEM or DER
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    public static TlsOptions trusting(Path authorities) {
        try (var in = Files.newInputStream(authorities)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var count = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException(authorities + " holds no certificate");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new TlsOptions(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    authorities + " cannot be used as trusted authorities: " + e.getMessage(), e);
        }
    }
}
