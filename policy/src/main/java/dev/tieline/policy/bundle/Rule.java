package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;

/** One rule of a bundle. */
sealed interface Rule permits PermitRule, ForbidRule {

    String id();

    Mode mode();

    /** What it says of requests, their paths left aside. */
    RequestMatch request();

    boolean matches(PolicyRequest request);
}
