package dev.tieline.edge.endpoint.grpc;

import java.util.function.Function;

/**
 * A method of a service.
 *
 * @param single whether its caller sends one message and then no other
 * @param takes what it takes of the node
 * @param opening makes what takes the messages of a call
 */
record Method(boolean single, Takes takes, Function<Exchange, Inbox> opening) {
    /** What a call takes of the node. */
    enum Takes {
        /** Little: its messages are small, and so is what they lead to. */
        LITTLE,
        /** Time: its messages are small, and it has a place among all requests. */
        TIME,
        /** Memory: its messages carry tensors, so that they may be as long as a body. Its inbox sees to its place. */
        MEMORY
    }

    /** One small message in, whatever comes out. */
    static Method question(Function<Exchange, Inbox> opening) {
        return new Method(true, Takes.LITTLE, opening);
    }

    /** One small message in, and work that takes its time. */
    static Method work(Function<Exchange, Inbox> opening) {
        return new Method(true, Takes.TIME, opening);
    }

    /** Small messages in both directions. */
    static Method talk(Function<Exchange, Inbox> opening) {
        return new Method(false, Takes.LITTLE, opening);
    }

    /** One message with tensors, and its answer. */
    static Method inference(Function<Exchange, Inbox> opening) {
        return new Method(true, Takes.MEMORY, opening);
    }

    /** Messages with tensors in both directions. */
    static Method stream(Function<Exchange, Inbox> opening) {
        return new Method(false, Takes.MEMORY, opening);
    }
}
