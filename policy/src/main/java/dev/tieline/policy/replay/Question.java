package dev.tieline.policy.replay;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.bundle.PolicyCase;

/**
 * Something that a policy is asked, or was asked once.
 *
 * @param name what people know it by: a case's name, or the file and line of a record
 * @param request what is asked
 */
public record Question(String name, PolicyRequest request) {

    public static Question of(PolicyCase test) {
        return new Question(test.name(), test.request());
    }
}
