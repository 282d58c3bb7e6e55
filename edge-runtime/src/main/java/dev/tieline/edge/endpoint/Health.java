package dev.tieline.edge.endpoint;

import java.util.List;

/** Whether a node takes requests, and whether there is any hope for it. Thread-safe. */
public interface Health {
    /** Takes requests. */
    Health FINE = new Health() {
        @Override
        public List<String> notReady() {
            return List.of();
        }

        @Override
        public List<String> notLive() {
            return List.of();
        }
    };

    /** Why it takes no requests now, each a sentence without a full stop; empty if it does. */
    List<String> notReady();

    /** Why only a new start can help it; empty if there is hope. */
    List<String> notLive();

    /** Whether it takes requests now. */
    default boolean ready() {
        return notReady().isEmpty();
    }
}
