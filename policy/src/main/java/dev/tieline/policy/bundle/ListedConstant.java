package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code action} and {@code transform}: the request's value is listed. */
record ListedConstant<E extends Enum<E>>(String name, Function<PolicyRequest, @Nullable E> value, Constants<E> listed)
        implements RequestCondition {

    @Override
    public Truth test(PolicyRequest request) {
        var constant = value.apply(request);
        return constant == null ? Truth.UNKNOWN : Truth.of(listed.contains(constant));
    }

    @Override
    public String actual(PolicyRequest request) {
        return Objects.toString(value.apply(request), Condition.UNKNOWN);
    }

    @Override
    public String expected() {
        return listed.joined(" or ");
    }
}
