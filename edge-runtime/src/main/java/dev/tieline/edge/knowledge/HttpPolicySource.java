package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.PolicyPointer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets policy bundles over HTTP, from this machine only: until the programs authenticate each other, no address beyond
 * loopback is asked, and no redirect is followed.
 */
public final class HttpPolicySource implements PolicySource {
    /** What {@link dev.tieline.policy.document.YamlReader} would read at most. */
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private static final int OK = 200;

    private final Duration timeout;

    /**
     * A source.
     *
     * @param timeout how long one fetch may take, from connecting to the last byte
     */
    public HttpPolicySource(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Fetched fetch(PolicyPointer pointer) {
        var refusal = refusal(pointer);
        if (refusal.isPresent()) {
            return new Fetched.Refused(refusal.get());
        }
        try (var client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            return get(client, pointer);
        }
    }

    private static Optional<String> refusal(PolicyPointer pointer) {
        if (pointer.file().size() > MAX_BYTES) {
            return Optional.of("it has " + pointer.file().size() + " bytes, and the limit is " + MAX_BYTES);
        }
        return onThisMachine(pointer.source())
                ? Optional.empty()
                : Optional.of(pointer.source() + " is not on this machine. Until fleet security lands, bundles are"
                        + " fetched from loopback only");
    }

    private static boolean onThisMachine(URI source) {
        try {
            return InetAddress.getByName(source.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private Fetched get(HttpClient client, PolicyPointer pointer) {
        var body = new Body(pointer.file().size());
        var request =
                HttpRequest.newBuilder(pointer.source()).timeout(timeout).GET().build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArrayConsumer(body::take));
        try {
            var status = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode();
            return status == OK ? body.whole() : new Fetched.Failed("the server answered " + status);
        } catch (TimeoutException e) {
            return new Fetched.Failed("it took longer than " + timeout);
        } catch (ExecutionException e) {
            return new Fetched.Failed(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fetched.Failed("it was interrupted");
        } finally {
            answer.cancel(true);
            client.shutdownNow();
        }
    }

    /** The bytes as they come, never more than one chunk over what was declared. */
    private static final class Body {
        private final long declared;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body(long declared) {
            this.declared = declared;
        }

        void take(Optional<byte[]> chunk) {
            if (bytes.size() > declared) {
                throw new IllegalStateException("the server sends more than the " + declared + " bytes declared");
            }
            chunk.ifPresent(bytes::writeBytes);
        }

        Fetched whole() {
            return bytes.size() == declared
                    ? new Fetched.Bytes(bytes.toByteArray())
                    : new Fetched.Failed(
                            "the server sent " + bytes.size() + " bytes, and " + declared + " are declared");
        }
    }
}
