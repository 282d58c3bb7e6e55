package dev.tieline.bench.overload;

/**
 * What a drive took.
 *
 * @param elapsedNanos from the first request to the last end
 * @param nodeCpuNanos processor time of the node, user and system
 * @param generatorCpuNanos processor time of this process, which makes the load
 * @param connections open at the end
 */
record Effort(long elapsedNanos, long nodeCpuNanos, long generatorCpuNanos, int connections) {

    /** The processors that the node used all the time: 1.5 is one and a half. */
    double nodeCores() {
        return (double) nodeCpuNanos / elapsedNanos;
    }

    /** The processors that the generator used all the time. */
    double generatorCores() {
        return (double) generatorCpuNanos / elapsedNanos;
    }
}
