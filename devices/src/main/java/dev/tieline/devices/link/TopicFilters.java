package dev.tieline.devices.link;

/** The rules of MQTT topic names and filters (specification section 4.7). */
public final class TopicFilters {
    private static final String SHARED = "$share/";

    private TopicFilters() {}

    /** Passes a topic that can be published to. @throws IllegalArgumentException saying what is wrong with it */
    public static void checkTopic(String topic) {
        checkText(topic);
        if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            throw new IllegalArgumentException("the topic '" + topic + "' has a wildcard; nobody can publish to it");
        }
    }

    /**
     * Passes a filter that can be subscribed to, plain or shared ({@code $share/group/filter}).
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static void checkFilter(String filter) {
        checkText(filter);
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

    /** Passes the service levels that Tieline uses. @throws IllegalArgumentException if it is neither 0 nor 1 */
    public static void checkQos(int qos) {
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

    private static void checkText(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a topic or filter needs at least one character");
        }
        MqttText.check("the topic or filter", text);
    }
}
