package dev.tieline.devices.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that vouches for itself, made by the JDK's keytool.
 *
 * @param pem the certificate
 * @param key its private key, PKCS #8
 */
record TestCertificate(Path pem, Path key) {
    private static final String PASSWORD = "changeit";

    static TestCertificate selfSigned(Path folder, String hostName)
            throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve("broker.p12");
        keytool(
                List.of("-genkeypair", "-alias", "broker", "-keyalg", "EC", "-groupname", "secp256r1"),
                List.of("-dname", "CN=" + hostName, "-ext", "san=dns:" + hostName, "-ext", "bc:c"),
                List.of("-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString()),
                List.of("-storepass", PASSWORD));
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new TestCertificate(
                write(folder, "CERTIFICATE", keys.getCertificate("broker").getEncoded()),
                write(
                        folder,
                        "PRIVATE KEY",
                        keys.getKey("broker", PASSWORD.toCharArray()).getEncoded()));
    }

    /** The TLS of a server with this certificate, made in that folder. */
    SSLContext context(Path folder) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(folder.resolve("broker.p12").toFile(), PASSWORD.toCharArray());
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @SafeVarargs
    private static void keytool(List<String>... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (var part : arguments) {
            command.addAll(part);
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("keytool failed: " + output);
        }
    }

    private static Path write(Path folder, String kind, byte[] content) throws IOException {
        var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + encoded + "\n-----END " + kind + "-----\n");
    }
}
