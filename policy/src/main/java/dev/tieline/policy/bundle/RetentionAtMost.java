package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.time.Duration;

/** {@code retentionMax}: a store keeps the data no longer than that. */
record RetentionAtMost(Duration limit) implements Condition {

    @Override
    public String name() {
        return "retentionMax";
    }

    @Override
    public Truth test(Hop hop, PolicyRequest request) {
        var retention = hop.retention();
        return retention == null ? Truth.UNKNOWN : Truth.of(retention.compareTo(limit) <= 0);
    }

    @Override
    public String actual(Hop hop) {
        var retention = hop.retention();
        return retention == null ? UNKNOWN : retention.toSeconds() + "s";
    }

    @Override
    public String expected(PolicyRequest request) {
        return "at most " + limit.toSeconds() + "s";
    }
}
