package dev.tieline.edge.endpoint.grpc;

import java.util.function.Function;

/**
 * A method of a service.
 *
 * @param single whether its caller sends one message and then no other
 * @param opening makes what takes the messages of a call
 */
record Method(boolean single, Function<Exchange, Inbox> opening) {

    static Method single(Function<Exchange, Inbox> opening) {
        return new Method(true, opening);
    }

    static Method streaming(Function<Exchange, Inbox> opening) {
        return new Method(false, opening);
    }
}
