package dev.tieline.edge.endpoint;

import dev.tieline.edge.trace.Span;
import dev.tieline.edge.trace.Tracing;
import dev.tieline.models.ModelName;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request in the node, from its arrival to the end of its answer or of its connection, whichever comes first.
 *
 * <p>A caller that goes before its answer interrupts the thread that works for it, and no other: the interrupt is given
 * only between the beginning and the end of the work, and none is left behind for what the thread does next.
 * Thread-safe.
 */
public final class Visit {
    /** The code of a request that was answered as it asked. */
    public static final String OK = "ok";
    /** The code of one that its protocol refused before it was served, such as for a body that is too slow. */
    public static final String UNSERVED = "unserved";
    /** The code of one whose caller went before its answer. */
    public static final String ABANDONED = "abandoned";

    private final Entrance.Place place;
    private final Protocol protocol;
    private final long arrivedNanos;
    private final Consumer<Visit> end;
    private @Nullable Thread working;
    private boolean over;
    private boolean gone;
    private @Nullable String cameWith;
    private @Nullable ModelName model;
    private @Nullable Span span;
    private String code = UNSERVED;
    private @Nullable String route;
    private @Nullable String site;

    /** A visit that has a place; at its end it leaves it, and {@code end} is called once. */
    Visit(Entrance.Place place, Protocol protocol, long arrivedNanos, Consumer<Visit> end) {
        this.end = end;
        this.place = place;
        this.protocol = protocol;
        this.arrivedNanos = arrivedNanos;
    }

    /** What the request came in by. */
    public Protocol protocol() {
        return protocol;
    }

    /** When the request, or its head, had arrived, on the node's monotonic clock. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /**
     * Takes so many more bytes of the memory that all requests share, before they are used.
     *
     * @throws dev.tieline.models.infer.InferenceException with Overloaded if there is no room now, with TooLarge if there
     *     never is
     */
    public void hold(long bytes) {
        place.hold(bytes);
    }

    /** Lets go of all that it holds, and takes so many bytes instead: of what comes after. Throws as {@link #hold}. */
    public void holdOnly(long bytes) {
        place.holdOnly(bytes);
    }

    /**
     * Its body is on the way from now on, until {@link #arrived}. One that is slow may lose its place to others.
     *
     * @param displaced is called if it does, on any thread; must not block, and leads to the end of this visit
     */
    public void arriving(Runnable displaced) {
        place.arriving(displaced);
    }

    /** Its body is there. @return whether it still has its place; if not, it is, or was, told that it has lost it */
    public boolean arrived() {
        return place.arrived();
    }

    /**
     * Its answer is on the way from now on. One that its caller takes slowly may lose its place to others.
     *
     * @param bytes of the answer
     * @param displaced is called if it does, on any thread; must not block, and leads to the end of this visit
     */
    public void leaving(long bytes, Runnable displaced) {
        place.leaving(bytes, displaced);
    }

    /** Says which W3C trace context the request came with; what it is read to say counts otherwise. */
    public synchronized void cameWith(@Nullable String traceparent) {
        cameWith = traceparent;
    }

    /** The W3C trace context that its caller should be told of: this visit's own where it is traced, else what it came with. */
    public synchronized @Nullable String traceparent() {
        return span == null ? cameWith : span.traceparent();
    }

    /** What it is for; nothing if it never got so far as to be asked. */
    synchronized Optional<ModelName> model() {
        return Optional.ofNullable(model);
    }

    /** How it ended: {@value #OK}, {@value #UNSERVED}, {@value #ABANDONED} or the code of its error. */
    synchronized String code() {
        return gone ? ABANDONED : code;
    }

    /** By what way it was served, such as {@code local}; nothing if it was not. */
    synchronized Optional<String> route() {
        return Optional.ofNullable(gone ? null : route);
    }

    synchronized Optional<String> site() {
        return Optional.ofNullable(site);
    }

    synchronized Optional<Span> span() {
        return Optional.ofNullable(span);
    }

    synchronized void asksFor(ModelName asked) {
        model = asked;
    }

    /** The span of this visit, which begins with its arrival; begun now under what it came with, if it was not. None for one that is over. */
    synchronized Span traced(Tracing tracing) {
        var known = span;
        if (known == null) {
            known = over
                    ? Tracing.off().begin(Tracing.Kind.SERVER, "infer " + model, cameWith, arrivedNanos)
                    : tracing.begin(Tracing.Kind.SERVER, "infer " + model, cameWith, arrivedNanos);
            span = known;
        }
        return known;
    }

    /** Its answer is there: where it was served, and by what way. */
    synchronized void served(@Nullable String byRoute, @Nullable String atSite) {
        code = OK;
        route = byRoute;
        site = atSite;
    }

    /** It ends in an error of that code, whatever was to become of it before. */
    public synchronized void failed(String errorCode) {
        code = errorCode;
        route = null;
    }

    /**
     * Does the work on this thread, unless the caller has gone. The next may begin on another thread before it has ended.
     *
     * @return whether it was begun
     */
    public boolean work(Runnable work) {
        if (!begin()) {
            return false;
        }
        try {
            work.run();
        } finally {
            end();
        }
        return true;
    }

    /** The answer has left. */
    public void answered() {
        leave(false);
    }

    /** The connection has ended before the answer: nobody waits for it any more. */
    public void abandoned() {
        leave(true);
    }

    /** Whether the caller went before its answer. */
    public synchronized boolean gone() {
        return gone;
    }

    private synchronized boolean begin() {
        if (gone) {
            return false;
        }
        working = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        if (working == Thread.currentThread()) {
            working = null;
        }
        if (gone) {
            Thread.interrupted(); // given for this work, so that it ends with it
        }
    }

    private void leave(boolean early) {
        if (leaves(early)) {
            end.accept(this);
        }
    }

    /** Whether it had not left before. */
    private synchronized boolean leaves(boolean early) {
        if (over) {
            return false;
        }
        over = true;
        gone = early;
        place.leave();
        if (gone && working != null) {
            working.interrupt();
        }
        return true;
    }
}
