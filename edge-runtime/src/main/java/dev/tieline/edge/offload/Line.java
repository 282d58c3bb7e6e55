package dev.tieline.edge.offload;

import dev.tieline.devices.log.LogEvent;
import dev.tieline.edge.offload.Circuit.Trouble;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The line to somebody who answers: its circuit, and the attempts since which nothing at all has been heard.
 *
 * <p>An attempt is judged when its own time is over, whether or not its call still waits; whatever is heard in between
 * acquits all that went before it. Guarded by its owner.
 */
final class Line {

    /**
     * An attempt since which nothing has been heard.
     *
     * @param number which one
     * @param sinceNanos when it went out
     * @param suspectNanos from when on its silence is strange
     * @param failedNanos from when on it has failed
     */
    record Silence(long number, long sinceNanos, long suspectNanos, long failedNanos) {}

    private static final Logger LOG = Logger.getLogger(Line.class);

    private final String whom;
    private final int threshold;
    private final String complaint;
    private final List<Silence> silences = new ArrayList<>();
    private Circuit circuit = Circuit.closed();
    private Optional<Long> silentSince = Optional.empty();
    private Optional<Long> heardAt = Optional.empty();

    /**
     * A line on which all is well.
     *
     * @param whom it leads to, for the log
     * @param threshold how many failures in a row open it
     * @param complaint what is said of it while it is open, such as {@code no answer}
     */
    Line(String whom, int threshold, String complaint) {
        this.whom = whom;
        this.threshold = threshold;
        this.complaint = complaint;
    }

    /** Brings it up to the moment, and gives the attempts that have failed and were not those of an open line. */
    List<Silence> settle(long nowNanos, RandomGenerator random) {
        var judged = silences.stream()
                .filter(silence -> nowNanos - silence.failedNanos >= 0)
                .sorted(Comparator.comparingLong(silence -> silence.failedNanos - nowNanos))
                .toList();
        silences.removeAll(judged);
        var news = new ArrayList<Silence>();
        for (var silence : judged) {
            become(circuit.at(silence.failedNanos, random));
            if (closed()) {
                news.add(silence);
            }
            failed(silence, complaint, threshold, random);
        }
        become(circuit.at(nowNanos, random));
        return news;
    }

    /** Counts a failure that was found out elsewhere. */
    void failed(Silence silence, RandomGenerator random) {
        if (heardAt.isEmpty() || heardAt.get() - silence.sinceNanos <= 0) {
            failed(silence, complaint, threshold, random);
        }
    }

    /** It is known for certain that nobody is there. */
    void absent(long number, String why, long nowNanos, RandomGenerator random) {
        failed(new Silence(number, nowNanos, nowNanos, nowNanos), why, 1, random);
    }

    /** Somebody spoke. */
    void heard(long nowNanos) {
        become(Circuit.closed());
        silences.clear();
        silentSince = Optional.empty();
        heardAt = Optional.of(nowNanos);
    }

    /** Waits for something to be heard; of many attempts those are enough that are the first to fail. */
    void expect(Silence silence) {
        silences.add(silence);
        if (silences.size() > threshold) {
            silences.remove(
                    Collections.max(silences, Comparator.comparingLong(each -> each.failedNanos - silence.sinceNanos)));
        }
    }

    /** Nothing that went out so far says anything: it was not for those on this line to answer. */
    void excuse() {
        silences.clear();
    }

    /** That attempt says nothing. */
    void returned(long number, long nowNanos) {
        silences.removeIf(silence -> silence.number == number);
        become(circuit.returned(number, nowNanos));
    }

    /** An admitted attempt goes out: the probe, if the circuit was open. */
    void entered(long number, long probeUntilNanos) {
        become(circuit.entered(number, probeUntilNanos));
    }

    boolean admits(long nowNanos) {
        return circuit.admits(nowNanos);
    }

    boolean closed() {
        return circuit instanceof Circuit.Closed;
    }

    boolean open() {
        return circuit instanceof Circuit.Open;
    }

    /** Whether others are better asked first. */
    boolean suspect(long nowNanos) {
        return !closed() || silences.stream().anyMatch(silence -> nowNanos - silence.suspectNanos >= 0);
    }

    /** Why no attempt is admitted now; empty if one is. */
    Optional<String> obstacle(long nowNanos) {
        if (admits(nowNanos)) {
            return Optional.empty();
        }
        return switch (circuit) {
            case Circuit.Closed closed -> Optional.empty();
            case Circuit.Open(var trouble, var pause, var until) ->
                Optional.of(since(trouble, nowNanos) + ", asked again in " + seconds(until - nowNanos));
            case Circuit.HalfOpen half -> Optional.of(since(half.trouble(), nowNanos) + ", being asked now");
        };
    }

    private void failed(Silence silence, String why, int limit, RandomGenerator random) {
        if (silentSince.isEmpty()) {
            silentSince = Optional.of(silence.sinceNanos);
        }
        var trouble = new Trouble(why, silentSince.get());
        become(circuit.failed(silence.number, trouble, limit, silence.failedNanos, random));
    }

    private void become(Circuit next) {
        if (next instanceof Circuit.Open(var trouble, var pause, var until) && closed()) {
            new LogEvent("circuit_opened")
                    .with("target", whom)
                    .with("reason", trouble.why())
                    .log(() -> LOG.infof("No calls for %s: %s", whom, trouble.why()));
        } else if (next instanceof Circuit.Closed && !closed()) {
            new LogEvent("circuit_closed").with("target", whom).log(() -> LOG.infof("Calls for %s again", whom));
        }
        circuit = next;
    }

    private static String since(Trouble trouble, long nowNanos) {
        return trouble.why() + " for " + seconds(nowNanos - trouble.sinceNanos());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
