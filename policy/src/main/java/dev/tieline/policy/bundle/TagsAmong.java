package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/**
 * {@code tags} of a permit: all of the request's tags are listed. An undeclared tag never is, since a bundle can only
 * list what it declares.
 */
record TagsAmong(WordList listed) implements RequestCondition {

    @Override
    public String name() {
        return "tags";
    }

    @Override
    public Truth test(PolicyRequest request) {
        return Truth.of(listed.containsAll(request.label().tags()));
    }

    @Override
    public String actual(PolicyRequest request) {
        return String.join(", ", request.label().tags());
    }

    @Override
    public String expected() {
        return listed.isEmpty() ? "no tag" : "no tag but " + listed.joined(", ");
    }
}
