package dev.tieline.launcher.demo;

import dev.tieline.launcher.infer.NodeClient.Answer;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceResponse;
import java.time.Duration;

/** What became of one request of the story. */
sealed interface Outcome {

    /**
     * It was answered.
     *
     * @param site where it ran
     * @param jurisdiction whose law holds there
     * @param route how it came there, such as {@code local}
     * @param decision why it could run there
     */
    record Answered(String site, String jurisdiction, String route, String decision) implements Outcome {}

    /**
     * It was refused.
     *
     * @param rule the policy rule that decided; empty if none did
     * @param sentence what the node said
     */
    record Refused(String rule, String sentence) implements Outcome {}

    /**
     * The model is being brought to a node.
     *
     * @param retryAfter when to ask again
     * @param sentence what the node said
     */
    record Warming(Duration retryAfter, String sentence) implements Outcome {}

    static Outcome of(Answer answer) {
        return switch (answer) {
            case Answer.Given given -> answered(given.response());
            case Answer.Refused(InferenceError.Warming warming, int status) ->
                new Warming(warming.retryAfter(), warming.message());
            case Answer.Refused refused ->
                new Refused(rule(refused.error()), refused.error().message());
        };
    }

    private static Answered answered(InferenceResponse response) {
        var parameters = response.parameters();
        return new Answered(
                String.valueOf(parameters.get("tieline_site")),
                String.valueOf(parameters.get("tieline_jurisdiction")),
                String.valueOf(parameters.get("tieline_route")),
                String.valueOf(parameters.get("tieline_decision")));
    }

    private static String rule(InferenceError error) {
        var rule = switch (error) {
            case InferenceError.PolicyDenied denied -> denied.rule();
            case InferenceError.Overloaded overloaded -> overloaded.rule();
            default -> null;
        };
        return rule == null ? "" : rule;
    }
}
