package dev.tieline.devices.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Something that operators act on: its fixed name and its keys stand beside the sentence that is logged.
 *
 * <p>{@code new LogEvent("link_lost").with("broker", broker).log(() -> LOG.warnf("Lost the connection to %s", broker))}.
 * Names and keys are lower case with underscores. Not thread-safe; made for one line.
 */
public final class LogEvent {
    /** The key of the name of an event. */
    static final String EVENT = "event";
    /** The key of the trace that a line belongs to. */
    static final String TRACE = "trace_id";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final int TRACE_ID_BEGIN = 3;
    private static final int TRACE_ID_END = 35;

    private final Map<String, String> keys = new LinkedHashMap<>();

    /** An event of that fixed name, such as {@code model_loaded}. */
    public LogEvent(String name) {
        keys.put(EVENT, named(name));
    }

    /** Adds a key; one whose value is null is left out. @return this event */
    public LogEvent with(String key, @Nullable Object value) {
        if (value != null) {
            keys.put(named(key), value.toString());
        }
        return this;
    }

    /** Logs what is logged meanwhile on this thread as this event. */
    public void log(Runnable line) {
        keys.forEach(MDC::put);
        try {
            line.run();
        } finally {
            keys.keySet().forEach(MDC::remove);
        }
    }

    /** Does something whose lines on this thread belong to a trace, as its W3C trace context says; null for none. */
    public static void under(@Nullable String traceparent, Runnable work) {
        if (traceparent == null || traceparent.length() < TRACE_ID_END) {
            work.run();
            return;
        }
        MDC.put(TRACE, traceparent.substring(TRACE_ID_BEGIN, TRACE_ID_END));
        try {
            work.run();
        } finally {
            MDC.remove(TRACE);
        }
    }

    private static String named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "names and keys of log events are lower case with underscores, and this is '" + name + "'");
        }
        return name;
    }
}
