package dev.tieline.bench.offload;

/** The topics of the raw echo. A request's topic says how many bytes its reply shall have. */
final class EchoTopics {
    static final String REQUESTS = "bench/echo/request/+";
    static final String REPLY = "bench/echo/reply";
    private static final String REQUEST = "bench/echo/request/";

    private EchoTopics() {}

    static String request(int replyBytes) {
        return REQUEST + replyBytes;
    }

    static int replyBytes(String topic) {
        return Integer.parseInt(topic.substring(REQUEST.length()));
    }
}
