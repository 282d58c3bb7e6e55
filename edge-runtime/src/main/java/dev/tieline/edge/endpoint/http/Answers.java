package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.ContentCoding;
import dev.tieline.edge.endpoint.ErrorTable;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Statement;
import dev.tieline.edge.endpoint.connection.Outflow;
import dev.tieline.edge.repository.RepositoryException;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipBody;
import dev.tieline.models.oip.OipCodec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes answers to HTTP, in the content coding that the caller takes where that is worth it. Thread-safe. */
final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);
    /** What is shorter is sent as it is. */
    private static final int WORTH_ENCODING = 1_024;

    private final OipCodec codec;
    private final Duration time;

    /** @param time how long an answer may take to leave; at least 1 ms */
    Answers(OipCodec codec, Duration time) {
        this.codec = codec;
        this.time = time;
    }

    Future<Void> empty(RoutingContext context, int status) {
        context.response().setStatusCode(status);
        return end(context, new byte[0]);
    }

    Future<Void> json(RoutingContext context, int status, byte[] body) {
        return send(context, status, "application/json", body);
    }

    /** Whether it is well, and where it is not, why. */
    Future<Void> health(RoutingContext context, String what, List<String> reasons) {
        if (!reasons.isEmpty()) {
            retryAfter(context, OptionalLong.of(1));
        }
        return json(context, reasons.isEmpty() ? 200 : HttpFailure.NOT_READY.status(), HealthBody.of(what, reasons));
    }

    Future<Void> inference(RoutingContext context, OipBody body) {
        if (body.headerLength() == null) {
            return json(context, 200, body.toByteArray());
        }
        context.response()
                .putHeader(CallReader.HEADER_LENGTH, body.headerLength().toString());
        return send(context, 200, "application/octet-stream", body.toByteArray());
    }

    Future<Void> error(RoutingContext context, InferenceError error) {
        return error(context, error, trace(context));
    }

    /** An error of a request that another one asks about. */
    Future<Void> error(RoutingContext context, InferenceError error, @Nullable String trace) {
        retryAfter(context, ErrorTable.retryAfterSeconds(error));
        if (error instanceof InferenceError.UnsupportedContent) {
            context.response().putHeader("Accept-Encoding", ContentCoding.READ);
        }
        return json(context, ErrorTable.status(error), codec.encodeError(error, trace));
    }

    Future<Void> error(RoutingContext context, RepositoryFailure failure) {
        retryAfter(context, ErrorTable.retryAfterSeconds(failure));
        var body = Json.error(failure.message(), failure.code(), trace(context));
        return json(context, ErrorTable.status(failure), body);
    }

    Future<Void> error(RoutingContext context, HttpFailure failure, String message) {
        return json(context, failure.status(), Json.error(message, failure.code(), trace(context)));
    }

    Future<Void> notReady(RoutingContext context, String message) {
        retryAfter(context, OptionalLong.of(1));
        return error(context, HttpFailure.NOT_READY, message);
    }

    /** The rim: whatever is thrown beyond becomes an answer. */
    void guarded(RoutingContext context, Runnable answer) {
        try {
            answer.run();
        } catch (InferenceException e) {
            error(context, e.error());
        } catch (RepositoryException e) {
            error(context, e.failure());
        } catch (RuntimeException | Error e) {
            error(context, FrontDoor.unexpected(e));
        }
    }

    /**
     * What its caller can find the request by: our own step of its trace where there is one, else what it came with; null
     * where there is none or it is malformed.
     */
    static @Nullable String trace(RoutingContext context) {
        return Exchange.find(context)
                .map(exchange -> Optional.ofNullable(exchange.visit().traceparent()))
                .orElseGet(() -> Optional.ofNullable(
                        Statement.read(context.request().headers()::getAll).traceparent()))
                .orElse(null);
    }

    private static void retryAfter(RoutingContext context, OptionalLong seconds) {
        seconds.ifPresent(value -> context.response().putHeader("Retry-After", Long.toString(value)));
    }

    private Future<Void> send(RoutingContext context, int status, String contentType, byte[] body) {
        var response = context.response();
        if (response.closed()) {
            return Future.failedFuture("the caller has gone");
        }
        response.setStatusCode(status).putHeader("Content-Type", contentType);
        if (body.length < WORTH_ENCODING) {
            return end(context, body);
        }
        response.putHeader("Vary", "Accept-Encoding");
        var coding = ContentCoding.accepted(context.request().headers().getAll("Accept-Encoding"));
        if (coding == ContentCoding.IDENTITY) {
            return end(context, body);
        }
        var encoded = coding.encode(body);
        if (encoded.isPresent()) {
            response.putHeader("Content-Encoding", coding.word());
        }
        return end(context, encoded.orElse(body));
    }

    /** An answer to HEAD only says how long its body would be. */
    private static Future<Void> written(RoutingContext context, byte[] body) {
        var response = context.response();
        if (!context.request().method().equals(HttpMethod.HEAD)) {
            return response.end(Buffer.buffer(body));
        }
        if (body.length > 0) {
            response.putHeader("Content-Length", Integer.toString(body.length));
        }
        return response.end();
    }

    private Future<Void> end(RoutingContext context, byte[] body) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return Future.failedFuture("the caller has gone, or has its answer");
        }
        var written = written(context, body);
        var exchange = Exchange.find(context);
        exchange.ifPresent(begun -> begun.leaving(written));
        if (!written.isComplete()) {
            exchange.map(Exchange::loop)
                    .orElseGet(() -> context.vertx().getOrCreateContext())
                    .runOnContext(now -> watch(context, written, body.length));
        }
        return written.onFailure(gone -> LOG.debugf("The caller went before its answer: %s", gone));
    }

    /** What is not read for too long costs its connection, or its stream. */
    private void watch(RoutingContext context, Future<Void> written, int bytes) {
        if (!written.isComplete()) {
            var outflow = new Outflow(context.vertx(), context.request(), time, () -> {});
            outflow.watch(() -> written);
            Exchange.find(context).ifPresent(exchange -> exchange.slow(bytes, outflow::giveUp));
        }
    }
}
