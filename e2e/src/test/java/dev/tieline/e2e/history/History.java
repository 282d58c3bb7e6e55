package dev.tieline.e2e.history;

import dev.tieline.devices.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Every call of a run, from when it is sent. Thread-safe. */
public final class History {
    private final LongSupplier clock;
    private final Map<Integer, Open> open = new TreeMap<>();
    private final List<Call> ended = new ArrayList<>();
    private int last;

    /** A call on its way. */
    private static final class Open {
        private final NodeAddress asked;
        private final Question question;
        private final long sent;
        private final List<Outcome> outcomes = new ArrayList<>();
        private long ended;

        Open(NodeAddress asked, Question question, long sent) {
            this.asked = asked;
            this.question = question;
            this.sent = sent;
        }
    }

    /** @param clock nanoseconds of any origin, as {@link System#nanoTime} gives them */
    public History(LongSupplier clock) {
        this.clock = clock;
    }

    /** Notes that a question is being sent now. @return the number of the call */
    public synchronized int sent(NodeAddress asked, Question question) {
        open.put(++last, new Open(asked, question, clock.getAsLong()));
        return last;
    }

    /** Notes that a call has had an outcome now; one that was given up for lost before has none any more. */
    public synchronized void ended(int number, Outcome outcome) {
        long now = clock.getAsLong();
        var call = open.get(number);
        if (call == null) {
            return;
        }
        call.outcomes.add(outcome);
        call.ended = now;
        notifyAll();
    }

    /** How many calls have been sent so far, in all chapters. */
    public synchronized int count() {
        return last;
    }

    /** How many calls have no outcome yet. */
    public synchronized int waiting() {
        return (int)
                open.values().stream().filter(call -> call.outcomes.isEmpty()).count();
    }

    /**
     * Waits until every call that was sent has an outcome, each as long as its caller has patience, and closes the
     * chapter: gives the calls since the last one, in the order in which they were sent.
     */
    public synchronized List<Call> closeChapter() throws InterruptedException {
        long patience = open.values().stream()
                .mapToLong(call ->
                        call.question.deadline().plus(HistoryChecker.HANG).toNanos())
                .max()
                .orElse(0);
        long until = clock.getAsLong() + patience;
        while (waiting() > 0 && clock.getAsLong() - until < 0) {
            wait(100);
        }
        long now = clock.getAsLong();
        var chapter = new ArrayList<Call>();
        open.forEach((number, call) -> chapter.add(new Call(
                number,
                call.asked,
                call.question,
                call.sent,
                call.outcomes.isEmpty() ? now : call.ended,
                call.outcomes)));
        open.clear();
        ended.addAll(chapter);
        return chapter;
    }

    /** All calls of the chapters that are closed. */
    public synchronized List<Call> closed() {
        return List.copyOf(ended);
    }
}
