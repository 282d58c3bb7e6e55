/**
 * {@code tieline bench offload}: what it costs to have an inference done elsewhere, beyond what it must cost.
 *
 * <p>In comes a plan (rounds, requests, sizes, callers); out comes an {@link dev.tieline.bench.offload.OffloadReport}
 * of three subjects measured in turns: the bare inference, a raw echo over MQTT with bodies of the same sizes, and the
 * offload that this node's own parts make to a node in another process. The figure is the time of an offload over the
 * sum of the other two: 1.0 would mean that policy, admission, headers and codecs cost nothing.
 */
@NullMarked
package dev.tieline.bench.offload;

import org.jspecify.annotations.NullMarked;
