package dev.tieline.client;

import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The node as the parts of this client see it: how to ask it, and how to read what it answers. Thread-safe. */
final class Node {
    private final Wire wire;
    private final Duration wait;
    private final Attempts attempts;
    private final OipCodec codec;

    /** @param wait how long to wait for what is no inference, and for inferences that say nothing else */
    Node(Wire wire, Duration wait, RandomGenerator random) {
        this.wire = wire;
        this.wait = wait;
        this.attempts = new Attempts(wire, random);
        this.codec = new OipCodec(OipLimits.DEFAULT.withMaxBodyBytes(wire.maxAnswerBytes()));
    }

    Wire wire() {
        return wire;
    }

    OipCodec codec() {
        return codec;
    }

    URI address() {
        return wire.node();
    }

    Duration defaultWait() {
        return wait;
    }

    Deadline deadline(Duration duration) {
        return wire.deadline(duration);
    }

    HttpRequest.Builder request(String path) {
        return wire.request(path);
    }

    Reply get(String path) throws InterruptedException {
        return ask(() -> request(path).GET().build(), deadline(wait), Attempts.Again.BROKEN);
    }

    Reply post(String path, Deadline deadline) throws InterruptedException {
        return ask(() -> request(path).POST(BodyPublishers.noBody()).build(), deadline, Attempts.Again.BROKEN);
    }

    /** Asks until there is a success. @throws TielineException if there is none */
    Reply ask(Supplier<HttpRequest> question, Deadline deadline, Attempts.Again again) throws InterruptedException {
        return attempts.make(() -> wire.send(question, deadline), deadline, again);
    }

    /**
     * Whether a path answers with success. Does not wait for a place: whether a node is well must be seen when it is busy.
     *
     * @throws TielineException if nothing of HTTP answers
     */
    boolean succeeds(String path) throws InterruptedException {
        var request = request(path).GET().build();
        var deadline = deadline(wait);
        try {
            var reply = attempts.make(() -> wire.sendAtOnce(request, deadline), deadline, Attempts.Again.BROKEN);
            return reply.status() == 200;
        } catch (RefusedException e) {
            return false;
        }
    }

    /** Reads the answer to an inference. @throws UnreadableAnswerException if it is none */
    Answer answer(Reply reply) {
        var length = reply.header(Model.HEADER_LENGTH).map(Node::headerLength).orElse(null);
        try {
            return new Answer(codec.decodeResponse(ByteBuffer.wrap(reply.body()), length));
        } catch (InferenceException e) {
            throw new UnreadableAnswerException(
                    "the answer of the node at " + address() + " is not understood: " + e.getMessage(), e);
        }
    }

    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Integer headerLength(String header) {
        try {
            return Integer.valueOf(header.strip());
        } catch (NumberFormatException e) {
            throw new UnreadableAnswerException(
                    "the answer has '" + header + "' as " + Model.HEADER_LENGTH + ", which is no length", e);
        }
    }
}
