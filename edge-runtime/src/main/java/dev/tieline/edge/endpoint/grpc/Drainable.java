package dev.tieline.edge.endpoint.grpc;

/** An exchange that would last as long as its caller likes, and ends when the node goes. */
interface Drainable {

    /** Ends it as soon as what it has taken is answered. From any thread. */
    void drain();
}
