package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/** {@code class} of a forbid: the lowest listed class and every higher one, the unknown class included. */
record ClassFrom(DataClass lowest) implements RequestCondition {

    @Override
    public String name() {
        return "class";
    }

    @Override
    public Truth test(PolicyRequest request) {
        return Truth.of(request.label().dataClass().compareTo(lowest) >= 0);
    }

    @Override
    public String actual(PolicyRequest request) {
        return request.label().dataClass().word();
    }

    @Override
    public String expected() {
        return lowest + " or higher";
    }

    @Override
    public String opposite() {
        return lowest == DataClass.PUBLIC ? "none" : "lower than " + lowest;
    }
}
