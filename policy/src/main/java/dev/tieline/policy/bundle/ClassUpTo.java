package dev.tieline.policy.bundle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;

/** {@code class} of a permit: the highest listed class and every lower one. The unknown class stands above all. */
record ClassUpTo(DataClass highest) implements RequestCondition {

    @Override
    public String name() {
        return "class";
    }

    @Override
    public Truth test(PolicyRequest request) {
        return Truth.of(request.label().dataClass().compareTo(highest) <= 0);
    }

    @Override
    public String actual(PolicyRequest request) {
        return request.label().dataClass().word();
    }

    @Override
    public String expected() {
        return highest == DataClass.PUBLIC ? highest.word() : highest + " or lower";
    }
}
