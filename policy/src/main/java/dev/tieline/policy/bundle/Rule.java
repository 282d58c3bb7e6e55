package dev.tieline.policy.bundle;

import dev.tieline.policy.PolicyRequest;

/** One rule of a bundle. */
sealed interface Rule permits PermitRule, ForbidRule {

    String id();

    Mode mode();

    boolean matches(PolicyRequest request);
}
