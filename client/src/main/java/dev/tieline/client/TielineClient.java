package dev.tieline.client;

import dev.tieline.models.ModelName;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node. Thread-safe: an application needs one for each node, and closes it at its end.
 *
 * <pre>{@code
 * try (var node = TielineClient.at(URI.create("http://127.0.0.1:8000"))) {
 *     var answer = node.model("simple").infer(first, second);
 *     int[] sums = answer.output("OUTPUT0").ints();
 * }
 * }</pre>
 */
public final class TielineClient implements AutoCloseable {
    private final Node node;

    private TielineClient(Node node) {
        this.node = node;
    }

    /** A client with the settings that suit most; nothing is sent yet. */
    public static TielineClient at(URI node) {
        return builder(node).build();
    }

    /**
     * A client to be set up.
     *
     * @param node the node's address, such as {@code http://127.0.0.1:8000}; a path at its end stands before all others
     * @throws IllegalArgumentException if it is not the address of an HTTP server
     */
    public static Builder builder(URI node) {
        return new Builder(node);
    }

    /** A model at this node. Nothing is sent yet. @throws IllegalArgumentException if it is not the name of a model */
    public Model model(String name) {
        return new Model(node, ModelName.of(name), new Statement(node.defaultWait()));
    }

    /** Whether the node runs. @throws ConnectionException if nothing answers there */
    public boolean live() throws InterruptedException {
        return node.succeeds("/v2/health/live");
    }

    /** Whether the node serves. @throws ConnectionException if nothing answers there */
    public boolean ready() throws InterruptedException {
        return node.succeeds("/v2/health/ready");
    }

    /** What the node says of itself. */
    public ServerInfo server() throws InterruptedException {
        return ServerInfo.of(Json.object(node.get("/v2").body()));
    }

    /** The models in the node's repository, ready or not. */
    public List<ModelState> models() throws InterruptedException {
        var index = node.post("/v2/repository/index", node.deadline(node.defaultWait()));
        return Json.objects(index.body()).stream().map(ModelState::of).toList();
    }

    /**
     * An answer that another client, or an earlier one, was told to wait for.
     *
     * @param location as {@link PendingAnswer#location} gave it
     * @param wait how long {@link PendingAnswer#await} waits; at least 1 ms
     * @throws UnreadableAnswerException if it is not at this node
     */
    public PendingAnswer pending(URI location, Duration wait) {
        needWait("the wait", wait);
        return PendingAnswer.at(node, location.toString(), node.deadline(wait));
    }

    /** Ends every call that is open, by a {@link ConnectionException} for its caller, and every connection. */
    @Override
    public void close() {
        node.wire().close();
    }

    static void needWait(String what, Duration wait) {
        if (wait.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(what + " is at least 1 ms, and it is " + wait);
        }
    }

    /** What a client is set up with. */
    public static final class Builder {
        private final URI node;
        private final Map<String, String> headers = new TreeMap<>();
        private Duration deadline = Duration.ofSeconds(10);
        private Duration margin = Duration.ofSeconds(1);
        private Duration connectTimeout = Duration.ofSeconds(5);
        private int maxCalls = 256;
        private int maxAnswerBytes = 64 << 20;
        private @Nullable SSLContext tls;

        private Builder(URI node) {
            if (node.getHost() == null || !List.of("http", "https").contains(String.valueOf(node.getScheme()))) {
                throw new IllegalArgumentException(
                        "'" + node + "' is not the address of a node. Maybe it is like http://127.0.0.1:8000");
            }
            this.node = node;
        }

        /** How long calls wait that say nothing else. Default: 10 s; at least 1 ms. */
        public Builder deadline(Duration wait) {
            needWait("the deadline", wait);
            this.deadline = wait;
            return this;
        }

        /**
         * How much longer than its deadline a call waits for the node to say that it is too late. Default: 1 s; not
         * negative.
         */
        public Builder margin(Duration beyond) {
            if (beyond.isNegative()) {
                throw new IllegalArgumentException("the margin is not negative, and it is " + beyond);
            }
            this.margin = Deadline.bounded(beyond);
            return this;
        }

        /** How long connecting may take. Default: 5 s; at least 1 ms. */
        public Builder connectTimeout(Duration wait) {
            needWait("the time for connecting", wait);
            this.connectTimeout = Deadline.bounded(wait);
            return this;
        }

        /**
         * How many calls may be open at the same time; others wait for their turn, and questions for the health of the
         * node or a model do not count. Default: 256; at least 1.
         */
        public Builder maxCalls(int calls) {
            this.maxCalls = atLeastOne("the number of calls", calls);
            return this;
        }

        /** The largest answer that is read, in bytes. Default: 64 MiB; at least 1. */
        public Builder maxAnswerBytes(int bytes) {
            this.maxAnswerBytes = atLeastOne("the size of an answer", bytes);
            return this;
        }

        /** A header that every request carries, such as {@code Authorization}. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** What https trusts, and shows of itself. Default: the platform's. */
        public Builder tls(SSLContext context) {
            this.tls = context;
            return this;
        }

        public TielineClient build() {
            return build(System::nanoTime, new Random());
        }

        TielineClient build(LongSupplier nanos, RandomGenerator random) {
            var http = HttpClient.newBuilder()
                    // Giving up a call ends its connection; and over plain HTTP the JDK's offer of HTTP/2 disturbs
                    // bodies.
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(connectTimeout);
            if (tls != null) {
                http.sslContext(tls);
            }
            var settings = new Wire.Settings(node, headers, maxCalls, maxAnswerBytes, margin, nanos);
            return new TielineClient(new Node(new Wire(settings, http.build()), deadline, random));
        }

        private static int atLeastOne(String what, int number) {
            if (number < 1) {
                throw new IllegalArgumentException(what + " is at least 1, and it is " + number);
            }
            return number;
        }
    }
}
