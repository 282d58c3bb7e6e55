package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/** One thing that a rule's {@code for} asks of a request, such as its data class. */
sealed interface RequestCondition permits ClassUpTo, ClassFrom, TagsAmong, AnyTagOf, ListedPurpose, ListedConstant {

    /** The dimension's key under {@code for}. */
    String name();

    Truth test(PolicyRequest request);

    /** What the request has, for people. */
    String actual(PolicyRequest request);

    /** What the condition needs, for people. */
    String expected();

    /** What its opposite needs, for people. */
    default String opposite() {
        return "other than " + expected();
    }

    /** What a forbid matches of a request for which it may hold. */
    default Part part(PolicyRequest request) {
        return new Part(name(), actual(request), opposite());
    }
}
