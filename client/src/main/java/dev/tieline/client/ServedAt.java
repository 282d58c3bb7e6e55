package dev.tieline.client;

import java.util.Map;

/**
 * Where a call ran, and why there. A text is empty where the node does not say, as another server of the protocol does
 * not.
 *
 * @param site the site, such as {@code clinic-berlin}
 * @param node the node at that site
 * @param jurisdiction whose law holds there
 * @param operator the home country of the company behind whoever runs it, such as {@code US}
 * @param route how the call came there: {@code local}, {@code offload} or {@code dispatch}
 * @param decision why it was allowed there
 * @param decisionId what that decision is known by in the logs of the nodes, 32 hexadecimal digits
 * @param queueMicros how long it waited there for its turn, in microseconds
 */
public record ServedAt(
        String site,
        String node,
        String jurisdiction,
        String operator,
        String route,
        String decision,
        String decisionId,
        long queueMicros) {

    static ServedAt of(Map<String, Object> parameters) {
        return new ServedAt(
                Json.text(parameters, "tieline_site"),
                Json.text(parameters, "tieline_node"),
                Json.text(parameters, "tieline_jurisdiction"),
                Json.text(parameters, "tieline_operator"),
                Json.text(parameters, "tieline_route"),
                Json.text(parameters, "tieline_decision"),
                Json.text(parameters, "tieline_decision_id"),
                parameters.get("tieline_queue_us") instanceof Long micros ? micros : 0);
    }

    /** Whether the server says where. */
    public boolean known() {
        return !site.isEmpty();
    }
}
