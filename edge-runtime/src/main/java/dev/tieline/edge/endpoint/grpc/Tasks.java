package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.MessageLite;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.repository.RepositoryException;
import dev.tieline.models.infer.InferenceException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Answers what takes its time: it reads files, waits for models or tells much, which no event loop does.
 *
 * @param threads runs each on a thread of its own; rejects it once the node shuts down
 */
record Tasks(Executor threads) {

    /** Ends an exchange with what the work gives, or with what it throws. */
    void answer(Exchange exchange, Supplier<? extends MessageLite> work) {
        exchange.works();
        try {
            threads.execute(() -> {
                var end = end(exchange, work);
                exchange.run(() -> {
                    exchange.worked();
                    end.run();
                });
            });
        } catch (RejectedExecutionException e) {
            exchange.worked();
            exchange.close(Trailers.GOING);
        }
    }

    /** The rim of the thread that works: what is left to do on the event loop. */
    private static Runnable end(Exchange exchange, Supplier<? extends MessageLite> work) {
        try {
            var answer = work.get().toByteArray();
            return () -> exchange.answer(answer);
        } catch (RepositoryException e) {
            return () -> exchange.close(Trailers.of(e.failure()));
        } catch (InferenceException e) {
            return () -> exchange.fail(e.error());
        } catch (RuntimeException | Error e) {
            var error = FrontDoor.unexpected(e);
            return () -> exchange.fail(error);
        }
    }
}
