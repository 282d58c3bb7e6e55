package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.Parser;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A method with one message from its caller.
 *
 * @param <Q> the type of the message
 */
final class Asked<Q> implements Inbox {
    private final Exchange exchange;
    private final Parser<Q> parser;
    private final BiConsumer<Exchange, Q> answering;
    private @Nullable MessageFrame question;

    /** @param answering is given the message once the caller has sent it, and ends the exchange */
    Asked(Exchange exchange, Parser<Q> parser, BiConsumer<Exchange, Q> answering) {
        this.exchange = exchange;
        this.parser = parser;
        this.answering = answering;
    }

    @Override
    public void message(MessageFrame frame) {
        if (question != null) {
            throw new InvalidRequest("This method takes one message, and more than one came.").asException();
        }
        question = frame;
    }

    @Override
    public void ended() {
        if (question == null) {
            throw new InvalidRequest("This method takes one message, and none came.").asException();
        }
        answering.accept(exchange, exchange.parse(parser, question));
    }
}
