package dev.tieline.launcher.demo;

import dev.tieline.client.Answer;
import dev.tieline.client.RefusedException;
import java.time.Duration;

/** What became of one request of the story. */
sealed interface Outcome {

    /**
     * It was answered.
     *
     * @param site where it ran
     * @param jurisdiction whose law holds there
     * @param operator the home country of the company behind whoever runs it
     * @param route how it came there, such as {@code local}
     * @param decision why it could run there
     */
    record Answered(String site, String jurisdiction, String operator, String route, String decision)
            implements Outcome {

        /** Where, how and why, in words. */
        String inWords() {
            return "answered by " + site + " in " + jurisdiction + ", operated from " + operator + " (route " + route
                    + "): " + decision;
        }
    }

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

    /** Asks. @throws dev.tieline.client.TielineException if the node does not answer at all */
    static Outcome of(Question question) throws InterruptedException {
        try {
            return answered(question.ask());
        } catch (RefusedException e) {
            return refused(e);
        }
    }

    static Answered answered(Answer answer) {
        var place = answer.servedAt();
        return new Answered(place.site(), place.jurisdiction(), place.operator(), place.route(), place.decision());
    }

    static Outcome refused(RefusedException refused) {
        var sentence = String.valueOf(refused.getMessage());
        return refused.code().equals("warming")
                ? new Warming(refused.retryAfter().orElse(Duration.ZERO), sentence)
                : new Refused(refused.rule().orElse(""), sentence);
    }
}
