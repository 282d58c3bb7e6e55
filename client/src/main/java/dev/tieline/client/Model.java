package dev.tieline.client;

import dev.tieline.models.ModelName;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.text.WordPieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model at a node, and what is said when it is asked. Immutable and thread-safe: what words a call gives a new one, so
 * that a worded model can be kept and asked many times.
 *
 * <p>Each way of asking throws {@link TielineException} if there is no answer, {@link IllegalStateException} if the client
 * is closed, and {@link InterruptedException} if the thread is interrupted, which gives the call up.
 */
public final class Model {
    static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private final Node node;
    private final ModelName name;
    private final Statement said;

    Model(Node node, ModelName name, Statement said) {
        this.node = node;
        this.name = name;
        this.said = said;
    }

    /** A version of it, instead of the one that the node prefers. */
    public Model version(String version) {
        return with(statement -> statement.version = version);
    }

    /** How long the caller waits for an answer, retries and all; instead of the client's. At least 1 ms. */
    public Model within(Duration wait) {
        TielineClient.needWait("the deadline", wait);
        return with(statement -> statement.wait = wait);
    }

    /** The class of the data: {@code public}, {@code internal}, {@code personal} or {@code special}. */
    public Model dataClass(String dataClass) {
        return with(statement -> statement.header("Tieline-Class", dataClass));
    }

    /** Tags of the data, such as {@code health}; instead of earlier ones. */
    public Model tags(String... tags) {
        return with(statement -> statement.header("Tieline-Tags", String.join(",", tags)));
    }

    /** What the answer is for, such as {@code care}. */
    public Model purpose(String purpose) {
        return with(statement -> statement.header("Tieline-Purpose", purpose));
    }

    /** How urgent it is: 1 is the highest, greater is lower, 0 is the node's default. */
    public Model priority(int priority) {
        if (priority < 0) {
            throw new IllegalArgumentException("the priority is at least 0, and it is " + priority);
        }
        return parameter("priority", (long) priority);
    }

    /** The caller's own id of the call, given back in the answer. */
    public Model id(String id) {
        return with(statement -> statement.id = id);
    }

    /** The W3C trace context that the call belongs to, in its header's form. */
    public Model traceparent(String traceparent) {
        return with(statement -> statement.header("traceparent", traceparent));
    }

    /** The outputs that are wanted, instead of all. */
    public Model outputs(String... names) {
        return with(statement -> statement.outputs = List.of(names));
    }

    /** A further parameter of the protocol: a String, a whole number, a number or a Boolean. */
    public Model parameter(String key, Object value) {
        if (key.equals("timeout") || key.equals("binary_data_output")) {
            throw new IllegalArgumentException(
                    "the parameter '" + key + "' is the client's own. Maybe use within(...) or asJson()");
        }
        return with(statement -> statement.parameters.put(key, plain(key, value)));
    }

    /** The call in JSON alone, instead of the binary form: larger, and readable on the way. Not for FP16, BF16 and NaN. */
    public Model asJson() {
        return with(statement -> statement.json = true);
    }

    /** Packs the call, and asks for a packed answer: for links that are slower than the processor. */
    public Model gzip() {
        return with(statement -> statement.gzip = true);
    }

    /**
     * Has the client ask again within the deadline when the node says {@code overloaded}, {@code warming} or {@code
     * model_not_ready}, as soon as it allows, and when the connection fails. A call may then run more than once, which is
     * safe: to infer changes nothing.
     */
    public Model retrying() {
        return with(statement -> statement.retrying = true);
    }

    /** Asks, and waits for the answer. */
    public Answer infer(Tensor... inputs) throws InterruptedException {
        return infer(List.of(inputs));
    }

    /** Asks, and waits for the answer. */
    public Answer infer(List<Tensor> inputs) throws InterruptedException {
        return infer(inputs, deadline());
    }

    /**
     * Asks, and does not wait. Whoever completes the future otherwise, by {@link CompletableFuture#cancel} or {@link
     * CompletableFuture#orTimeout}, gives the call up: its connection is closed, and the node frees the place.
     */
    public CompletableFuture<Answer> inferAsync(Tensor... inputs) {
        return inferAsync(List.of(inputs));
    }

    /** The same as {@link #inferAsync(Tensor...)}. */
    public CompletableFuture<Answer> inferAsync(List<Tensor> inputs) {
        var deadline = deadline();
        return Async.run(() -> infer(inputs, deadline));
    }

    /**
     * Hands over a call that takes longer than a connection should stay open: the node answers at once where the result
     * will be ({@code Prefer: respond-async}, RFC 7240), and is asked for it now and then. The deadline is that of the
     * result.
     */
    public PendingAnswer submit(Tensor... inputs) throws InterruptedException {
        return submit(List.of(inputs));
    }

    /** The same as {@link #submit(Tensor...)}. */
    public PendingAnswer submit(List<Tensor> inputs) throws InterruptedException {
        var deadline = deadline();
        var reply = post(inputs, deadline, true);
        return reply.status() == 202
                ? PendingAnswer.at(node, reply, deadline)
                : PendingAnswer.given(node, answer(reply), deadline);
    }

    /** Reads a {@code tokenizer.json}, so that the model can be asked in text. @throws IOException if it is not one */
    public TextModel tokenizer(Path file) throws IOException {
        return tokenizer(WordPieceTokenizer.read(file));
    }

    /** Reads a {@code tokenizer.json}; the stream stays open. @throws IOException if it is not one */
    public TextModel tokenizer(InputStream file) throws IOException {
        return tokenizer(WordPieceTokenizer.read(file));
    }

    /** The model as one that is asked in text. */
    public TextModel tokenizer(WordPieceTokenizer tokenizer) {
        return new TextModel(this, tokenizer);
    }

    /** Whether the node serves it itself. */
    public boolean ready() throws InterruptedException {
        return node.succeeds(path() + "/ready");
    }

    /** What the node says of its inputs and outputs, if it serves it itself. */
    public ModelInfo metadata() throws InterruptedException {
        return ModelInfo.of(Json.object(node.get(path()).body()));
    }

    /** Has the node load it, and waits until it serves. A node that a controller looks after refuses. */
    public void load() throws InterruptedException {
        node.post("/v2/repository/models/" + name + "/load", deadline());
    }

    /** Has the node take it out of service. A node that a controller looks after refuses. */
    public void unload() throws InterruptedException {
        node.post("/v2/repository/models/" + name + "/unload", deadline());
    }

    @Override
    public String toString() {
        return name + (said.version == null ? "" : "@" + said.version) + " at " + node.address();
    }

    ModelName name() {
        return name;
    }

    Deadline deadline() {
        return node.deadline(said.wait);
    }

    Answer infer(List<Tensor> inputs, Deadline deadline) throws InterruptedException {
        return answer(post(inputs, deadline, false));
    }

    private Reply post(List<Tensor> inputs, Deadline deadline, boolean later) throws InterruptedException {
        // A node that took a call for later would work on a second one for nobody.
        var once = later ? Attempts.Again.NOTHING : Attempts.Again.BROKEN;
        return node.ask(
                () -> question(inputs, deadline, later), deadline, said.retrying ? Attempts.Again.NOT_NOW : once);
    }

    private HttpRequest question(List<Tensor> inputs, Deadline deadline, boolean later) {
        var body = said.body(name, inputs, deadline.left(), node.codec());
        var bytes = body.toByteArray();
        var request = node.request(path() + "/infer")
                .setHeader("Content-Type", said.json ? "application/json" : "application/octet-stream");
        header(request, HEADER_LENGTH, body.headerLength() == null ? null : String.valueOf(body.headerLength()));
        header(request, "Prefer", later ? "respond-async" : null);
        header(request, "Content-Encoding", said.gzip ? "gzip" : null);
        header(request, "Accept-Encoding", said.gzip ? "gzip" : null);
        said.headers.forEach(request::setHeader);
        return request.POST(BodyPublishers.ofByteArray(said.gzip ? Gzip.pack(bytes) : bytes))
                .build();
    }

    private static void header(HttpRequest.Builder request, String name, @Nullable String value) {
        if (value != null) {
            request.setHeader(name, value);
        }
    }

    private Answer answer(Reply reply) {
        return node.answer(reply);
    }

    private String path() {
        return "/v2/models/" + name + (said.version == null ? "" : "/versions/" + Node.encode(said.version));
    }

    private static Object plain(String key, Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth;
            case Byte whole -> whole.longValue();
            case Short whole -> whole.longValue();
            case Integer whole -> whole.longValue();
            case Long whole -> whole;
            case Float number -> number.doubleValue();
            case Double number -> number;
            default ->
                throw new IllegalArgumentException("the parameter '" + key
                        + "' needs a String, a whole number, a number or a Boolean, and it is " + value);
        };
    }

    private Model with(Consumer<Statement> change) {
        var changed = said.copy();
        change.accept(changed);
        return new Model(node, name, changed);
    }
}
