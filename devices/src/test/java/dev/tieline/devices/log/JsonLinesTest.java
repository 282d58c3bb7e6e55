package dev.tieline.devices.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.document.YamlReader;
import java.time.Instant;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final JsonLines lines = new JsonLines();

    @Test
    void shouldBeOneObjectInOneLine() {
        var entry = entry("Lost the connection to %s: %s", "mqtt://a:1", "it \"said\"\nnothing");

        var line = lines.format(entry);

        assertThat(line).endsWith("}\n");
        assertThat(line.strip()).doesNotContain("\n");
        var json = YamlReader.read("line", line).asMap();
        assertThat(json.string("timestamp")).isEqualTo("2026-11-23T07:00:00Z");
        assertThat(json.string("level")).isEqualTo("WARN");
        assertThat(json.string("logger")).isEqualTo("dev.tieline.Test");
        assertThat(json.string("message")).isEqualTo("Lost the connection to mqtt://a:1: it \"said\"\nnothing");
        assertThat(json.string("template")).isEqualTo("Lost the connection to %s: %s");
    }

    @Test
    void shouldNameTheEventTheTraceAndTheKeys() {
        var entry = entry("Lost %s", "it");
        entry.setMdc(Map.of("event", "link_lost", "trace_id", "0af7", "broker", "mqtt://a:1"));

        var json = YamlReader.read("line", lines.format(entry)).asMap();

        assertThat(json.string("event")).isEqualTo("link_lost");
        assertThat(json.string("trace_id")).isEqualTo("0af7");
        assertThat(json.map("keys").string("broker")).isEqualTo("mqtt://a:1");
    }

    @Test
    void shouldHaveNoKeysWhereThereAreNone() {
        assertThat(lines.format(entry("Started"))).doesNotContain("keys", "event", "trace_id", "exception");
    }

    @Test
    void shouldKeepTheTraceOfAnException() {
        var entry = entry("A request failed");
        entry.setThrown(new IllegalStateException("no"));

        assertThat(lines.format(entry)).contains("\"exception\":\"java.lang.IllegalStateException: no", "\\n\\tat ");
    }

    @Test
    void shouldWriteALineThatSaysNothing() {
        var line = lines.format(new ExtLogRecord(Level.INFO, null, "x"));

        assertThat(YamlReader.read("line", line).asMap().string("level")).isEqualTo("INFO");
    }

    private static ExtLogRecord entry(String template, Object... values) {
        var entry = new ExtLogRecord(Level.WARN, template, FormatStyle.PRINTF, "x");
        entry.setParameters(values);
        entry.setLoggerName("dev.tieline.Test");
        entry.setInstant(Instant.parse("2026-11-23T07:00:00Z"));
        entry.setMdc(Map.of());
        return entry;
    }
}
