package dev.tieline.devices.link;

import java.nio.charset.StandardCharsets;

/** The rules of MQTT topic names and filters (specification section 4.7). */
final class TopicFilters {
    private static final int MAX_BYTES = 65_535;
    private static final String SHARED = "$share/";

    private TopicFilters() {}

    static void checkTopic(String topic) {
        checkLength(topic);
        if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0 || topic.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the topic '" + topic + "' has a wildcard or a zero character, which nobody can publish to");
        }
    }

    static void checkFilter(String filter) {
        checkLength(filter);
        var plain = withoutShare(filter);
        var levels = plain.split("/", -1);
        for (var i = 0; i < levels.length; i++) {
            var level = levels[i];
            var wild = level.indexOf('+') >= 0 || level.indexOf('#') >= 0;
            if (plain.isEmpty() || (wild && level.length() > 1) || (level.equals("#") && i < levels.length - 1)) {
                throw new IllegalArgumentException("'" + filter + "' is not a topic filter: + stands for one whole"
                        + " level, and # only for the last one and those below");
            }
        }
    }

    static void checkQos(int qos) {
        if (qos != 0 && qos != 1) {
            throw new IllegalArgumentException("the QoS must be 0 or 1, and it is " + qos);
        }
    }

    static boolean matches(String filter, String topic) {
        var wanted = withoutShare(filter).split("/", -1);
        var actual = topic.split("/", -1);
        if (topic.startsWith("$") && (wanted[0].equals("+") || wanted[0].equals("#"))) {
            return false;
        }
        for (var i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return actual.length >= i;
            }
            if (i >= actual.length || !(wanted[i].equals("+") || wanted[i].equals(actual[i]))) {
                return false;
            }
        }
        return wanted.length == actual.length;
    }

    private static String withoutShare(String filter) {
        if (!filter.startsWith(SHARED)) {
            return filter;
        }
        var end = filter.indexOf('/', SHARED.length());
        if (end <= SHARED.length()) {
            throw new IllegalArgumentException(
                    "'" + filter + "' is not a shared subscription: it needs the form $share/group/filter");
        }
        return filter.substring(end + 1);
    }

    private static void checkLength(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a topic or filter has 1 to " + MAX_BYTES + " bytes, and this one has " + bytes);
        }
    }
}
