package dev.tieline.e2e.history;

import java.util.OptionalInt;

/**
 * Data that a witness at the broker saw on their way.
 *
 * @param number of the call whose data they are, or nothing if they could not be read
 * @param site where they were sent
 * @param topic on which
 */
public record Sighting(OptionalInt number, String site, String topic) {}
