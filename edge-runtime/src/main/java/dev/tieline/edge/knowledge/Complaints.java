package dev.tieline.edge.knowledge;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Says what is wrong with what the node is told: once for each reason, however often it comes. Thread-safe. */
final class Complaints {
    private static final Logger LOG = Logger.getLogger(KnowledgeBase.class);
    private static final int REMEMBERED = 64;

    private final Set<String> said = new LinkedHashSet<>();
    private final AtomicLong count = new AtomicLong();

    /** Counts, and says so in the log unless that was said lately. */
    void add(String what) {
        count.incrementAndGet();
        if (isNew(what)) {
            LOG.warn(what);
        }
    }

    /** How many there were, repeated ones included. */
    long count() {
        return count.get();
    }

    /** How many different ones are remembered. */
    synchronized int different() {
        return said.size();
    }

    private synchronized boolean isNew(String what) {
        if (!said.add(what)) {
            return false;
        }
        if (said.size() > REMEMBERED) {
            var oldest = said.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }
}
