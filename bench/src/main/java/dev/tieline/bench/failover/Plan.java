package dev.tieline.bench.failover;

/**
 * What a run does.
 *
 * @param fault what strikes
 * @param kills how often, at least 1
 * @param replicas how many of the three executors hold the model, 1 or 2
 * @param rate how many requests are made in a second, 1 to {@value #MAX_RATE}
 */
record Plan(Fault fault, int kills, int replicas, int rate) {
    private static final int MAX_RATE = 1_000;

    Plan {
        if (kills < 1) {
            throw new IllegalArgumentException("kills must be at least 1, and are " + kills);
        }
        if (rate < 1 || rate > MAX_RATE) {
            throw new IllegalArgumentException(
                    "the rate must be 1 to " + MAX_RATE + " requests a second, and is " + rate);
        }
        if (replicas < 1 || replicas > 2) {
            throw new IllegalArgumentException(
                    "replicas must be 1 or 2, so that one of the three executors is left to take over, and are "
                            + replicas);
        }
    }
}
