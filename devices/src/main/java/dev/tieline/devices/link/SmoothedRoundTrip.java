package dev.tieline.devices.link;

import java.time.Duration;
import java.util.Optional;

/** A running mean of round trips that forgets slowly: the SRTT of RFC 6298, section 2. */
final class SmoothedRoundTrip {
    private static final int WEIGHT = 8;

    private long nanos;
    private boolean measured;

    synchronized void add(Duration roundTrip) {
        var sample = roundTrip.toNanos();
        nanos = measured ? nanos + (sample - nanos) / WEIGHT : sample;
        measured = true;
    }

    /** The mean so far; empty before the first measurement. */
    synchronized Optional<Duration> mean() {
        return measured ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
    }
}
