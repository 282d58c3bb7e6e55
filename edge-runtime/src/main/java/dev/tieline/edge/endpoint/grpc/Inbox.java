package dev.tieline.edge.endpoint.grpc;

/** Takes what a caller sends in one exchange. On the event loop of the exchange. */
interface Inbox {

    /** Whether the next message may come now. Whoever says no calls {@link Exchange#pump} when that changes. */
    default boolean wants() {
        return true;
    }

    /** The first byte of the next message is there. @return whether the rest is worth keeping */
    default boolean begun() {
        return true;
    }

    /**
     * The message that has begun takes so many more bytes of memory.
     *
     * @return whether the rest is worth keeping
     */
    default boolean grows(int bytes) {
        return true;
    }

    /** A message is complete; it is empty if it was not worth keeping. */
    void message(MessageFrame frame);

    /** The caller has sent its last message. */
    void ended();

    /**
     * The exchange is over, whatever was still to come. Said once.
     *
     * @param answered whether all of the answer has left; if not, nobody waits for it any more
     */
    default void over(boolean answered) {}
}
