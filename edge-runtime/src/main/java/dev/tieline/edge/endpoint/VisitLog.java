package dev.tieline.edge.endpoint;

import dev.tieline.models.ModelName;
import org.jspecify.annotations.Nullable;

/** Is told of each request that came to the front door, once, when it is over. Called on any thread; must not block. */
@FunctionalInterface
public interface VisitLog {

    /** For a node that counts nothing. */
    VisitLog NONE = ended -> {};

    void ended(Ended ended);

    /**
     * How a request ended.
     *
     * @param protocol what it came in by
     * @param model what it was for, which need not be a model that there is; null where that was not known yet
     * @param code {@code ok}, the code of its error, {@code unserved} if its protocol refused it before it was served, or
     *     {@code abandoned} if its caller went
     * @param route by what way it was served: {@code local}, {@code queued}, {@code offload} or {@code dispatch}; null
     *     where it was not
     * @param nanos from its arrival to the end of its answer
     */
    record Ended(
            Protocol protocol,
            @Nullable ModelName model,
            String code,
            @Nullable String route,
            long nanos) {}
}
