package dev.tieline.devices.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * One JSON object in one line for each record: {@code timestamp} (UTC), {@code level}, {@code logger}, {@code message},
 * {@code template} (the message before its values were put in, the same for all of its kind), the event and its keys, the
 * trace, and {@code exception} where there is one.
 */
final class JsonLines extends ExtFormatter {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public String format(ExtLogRecord entry) {
        var line = new StringWriter();
        try (var json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", entry.getInstant().toString());
            json.writeStringField("level", entry.getLevel().getName());
            json.writeStringField("logger", String.valueOf(entry.getLoggerName()));
            json.writeStringField("message", formatMessage(entry));
            json.writeStringField("template", String.valueOf(entry.getMessage()));
            keys(json, entry.getMdcCopy());
            thrown(json, entry);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail, and it did", e);
        }
        return line + "\n";
    }

    private static void keys(JsonGenerator json, Map<String, String> keys) throws IOException {
        for (var name : new String[] {LogEvent.EVENT, LogEvent.TRACE}) {
            if (keys.containsKey(name)) {
                json.writeStringField(name, keys.get(name));
            }
        }
        var others = new TreeMap<>(keys);
        others.remove(LogEvent.EVENT);
        others.remove(LogEvent.TRACE);
        if (others.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("keys");
        for (var key : others.entrySet()) {
            json.writeStringField(key.getKey(), key.getValue());
        }
        json.writeEndObject();
    }

    private static void thrown(JsonGenerator json, ExtLogRecord entry) throws IOException {
        if (entry.getThrown() != null) {
            var trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            json.writeStringField("exception", trace.toString());
        }
    }
}
