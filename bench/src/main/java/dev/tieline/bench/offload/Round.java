package dev.tieline.bench.offload;

import dev.tieline.bench.measure.Sample;

/** The three samples of one round at one load. */
public record Round(Sample bare, Sample echo, Sample offload) {

    /** The median time of an offload over the sum of what it cannot do without. */
    double ratio() {
        return offload.p50() / (echo.p50() + bare.p50());
    }
}
