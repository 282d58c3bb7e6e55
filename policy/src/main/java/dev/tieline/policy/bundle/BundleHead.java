package dev.tieline.policy.bundle;

import java.time.Instant;

/** The part of a bundle under {@code bundle}: who it is and when it is in force. */
record BundleHead(String id, long version, Level level, Instant notBefore, Instant expires) {}
