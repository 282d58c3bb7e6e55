package dev.tieline.bench.failover;

/**
 * A request that has ended.
 *
 * @param begun when it was made, by the clock of the run, in nanoseconds
 * @param ended when its answer or refusal was there
 * @param answered whether it was answered
 * @param what the site that answered, or the code of the refusal
 */
record Call(long begun, long ended, boolean answered, String what) {

    boolean answeredBy(String site) {
        return answered && what.equals(site);
    }
}
