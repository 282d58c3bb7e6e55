package dev.tieline.devices.testing.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What is wrong with one direction of all connections at the moment, and what has been seen of it. Thread-safe. */
final class Disturbance {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<PacketType, Long> seen = new EnumMap<>(PacketType.class);
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private Shape shape = Shape.NONE;
    private boolean held;
    private long healings;

    /** A fate for the next packets that fit. */
    private static final class Rule {
        private final Predicate<Frame> which;
        private final Fate fate;
        private int left;

        Rule(Predicate<Frame> which, Fate fate, int times) {
            this.which = which;
            this.fate = fate;
            this.left = times;
        }

        boolean meets(Frame frame) {
            if (left == 0 || !which.test(frame)) {
                return false;
            }
            left--;
            return true;
        }
    }

    /** When a packet may pass, unless all is healed before. */
    record Due(long nanoTime, long healing) {}

    /** Counts a packet that came and decides what becomes of it: the oldest rule that fits it and is not used up. */
    Fate meet(Frame frame) {
        return locked(() -> {
            seen.merge(frame.type(), 1L, Long::sum);
            var fate = rules.stream()
                    .filter(rule -> rule.meets(frame))
                    .findFirst()
                    .map(rule -> rule.fate)
                    .orElse(Fate.PASS);
            fates.merge(fate, 1L, Long::sum);
            return fate;
        });
    }

    /** When a packet that comes now may pass. */
    Due due(Pace pace, long now, int bytes) {
        return locked(() -> new Due(pace.due(now, bytes, shape, healings), healings));
    }

    /**
     * Waits until something due then may pass.
     *
     * @return whether it was held by a black hole
     */
    boolean await(Due due) throws InterruptedException {
        boolean wasHeld = false;
        lock.lockInterruptibly();
        try {
            while (true) {
                long wait = due.healing == healings ? due.nanoTime - System.nanoTime() : 0;
                if (held) {
                    wasHeld = true;
                    changed.await();
                } else if (wait > 0) {
                    var unused = changed.await(wait, TimeUnit.NANOSECONDS);
                } else {
                    return wasHeld;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits while all is held. @return whether anything was */
    boolean awaitOpen() throws InterruptedException {
        return await(new Due(System.nanoTime(), 0));
    }

    void add(Predicate<Frame> which, Fate fate, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("a packet is disturbed at least once, not " + times + " times");
        }
        var unused = locked(() -> rules.add(new Rule(which, fate, times)));
    }

    void shape(Shape now) {
        change(() -> shape = now);
    }

    void hold() {
        change(() -> held = true);
    }

    void heal() {
        change(() -> {
            rules.clear();
            shape = Shape.NONE;
            held = false;
            healings++;
        });
    }

    long seen(PacketType type) {
        return locked(() -> seen.getOrDefault(type, 0L));
    }

    long met(Fate fate) {
        return locked(() -> fates.getOrDefault(fate, 0L));
    }

    private void change(Runnable change) {
        var unused = locked(() -> {
            change.run();
            changed.signalAll();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
