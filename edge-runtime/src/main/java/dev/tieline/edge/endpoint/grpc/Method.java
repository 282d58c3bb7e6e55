package dev.tieline.edge.endpoint.grpc;

import java.util.function.Function;

/**
 * A method of a service.
 *
 * @param single whether its caller sends one message and then no other
 * @param large whether its messages carry tensors, so that they may be as long as a body
 * @param opening makes what takes the messages of a call
 */
record Method(boolean single, boolean large, Function<Exchange, Inbox> opening) {

    /** One small message in, whatever comes out. */
    static Method question(Function<Exchange, Inbox> opening) {
        return new Method(true, false, opening);
    }

    /** Small messages in both directions. */
    static Method talk(Function<Exchange, Inbox> opening) {
        return new Method(false, false, opening);
    }

    /** One message with tensors, and its answer. */
    static Method inference(Function<Exchange, Inbox> opening) {
        return new Method(true, true, opening);
    }

    /** Messages with tensors in both directions. */
    static Method stream(Function<Exchange, Inbox> opening) {
        return new Method(false, true, opening);
    }
}
