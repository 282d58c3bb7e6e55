package dev.tieline.edge.node;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Refuses to start an endpoint with TLS, whichever settings ask for it. What guards connections reads what comes as it is,
 * so that it must not be encrypted.
 */
@Singleton
public final class NoTls implements HttpServerOptionsCustomizer {

    /** Is called for every server; it is opened where there is a certificate, whatever said so. */
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (options.getKeyCertOptions() == null) {
            return;
        }
        throw new StartFailure(
                "The settings quarkus.http.ssl, quarkus.tls or quarkus.http.tls-configuration-name ask for"
                        + " an endpoint with TLS, and a node offers none: it answers in clear text, on addresses of its own machine"
                        + " only. Maybe remove them");
    }
}
