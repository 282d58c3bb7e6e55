package dev.tieline.edge.serving;

import dev.tieline.edge.call.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A run that wants a place.
 *
 * @param expected how long it is expected to run; null where nothing is known of its model
 * @param deadline by when it must have ended to be of use
 */
public record PlannedRun(@Nullable Duration expected, Deadline deadline) {}
