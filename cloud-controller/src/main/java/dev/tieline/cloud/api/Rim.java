package dev.tieline.cloud.api;

import dev.tieline.cloud.catalog.ConflictException;
import dev.tieline.cloud.catalog.NotStoredException;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.models.store.StoreFailure;
import dev.tieline.policy.document.DocumentException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Where whatever is thrown becomes an answer: the one table of errors and HTTP statuses. */
final class Rim {
    private static final int MALFORMED = 400;
    private static final int CONFLICT = 409;
    private static final int NO_ROOM = 507;

    private final Executor requests;

    /** @param requests runs what takes more than a moment */
    Rim(Executor requests) {
        this.requests = requests;
    }

    /** Answers on a thread of its own. */
    void run(RoutingContext context, Runnable answer) {
        try {
            requests.execute(() -> guard(context, answer));
        } catch (RejectedExecutionException e) {
            Answers.error(context, 503, "The controller is shutting down.");
        }
    }

    /** Answers on the calling thread. */
    void guard(RoutingContext context, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            error(context, e);
        }
    }

    /** Answers what a router's own handlers refuse. */
    void failed(RoutingContext context) {
        var failure = context.failure();
        if (failure instanceof HttpException e) {
            Answers.error(context, e.getStatusCode(), "The request cannot be read: " + e.getPayload());
        } else if (failure instanceof RuntimeException e) {
            error(context, e);
        } else {
            Answers.unexpected(context, failure);
        }
    }

    private static void error(RoutingContext context, RuntimeException failure) {
        var message = String.valueOf(failure.getMessage());
        switch (failure) {
            case ApiException e -> Answers.error(context, e.status(), message);
            case DocumentException e -> Answers.json(context, MALFORMED, new DocumentError(e));
            case ConflictException e -> Answers.error(context, CONFLICT, message);
            case NotStoredException e -> Answers.error(context, NO_ROOM, message);
            case ModelStoreException e
            when e.failure() instanceof StoreFailure.NotWritten -> Answers.error(context, NO_ROOM, message);
            case ModelStoreException e -> Answers.error(context, MALFORMED, message);
            default -> Answers.unexpected(context, failure);
        }
    }
}
