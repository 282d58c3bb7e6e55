package dev.tieline.bench.policy;

/**
 * What one subject came to in one round.
 *
 * @param nanos the mean time of an operation, in nanoseconds
 * @param bytes what an operation allocated, in bytes
 */
record Figure(double nanos, double bytes) {}
