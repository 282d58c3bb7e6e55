package dev.tieline.bench.policy;

/**
 * What one subject came to in one round.
 *
 * @param nanos the mean time of an operation, in nanoseconds
 * @param cpuNanos the processor time of an operation, in nanoseconds, that of compiler and collector with it
 * @param bytes what an operation allocated, in bytes
 */
record Figure(double nanos, double cpuNanos, double bytes) {}
