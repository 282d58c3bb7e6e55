package dev.tieline.cloud.placement;

import dev.tieline.devices.SiteId;
import dev.tieline.policy.DataLabel;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What some caller has asked for that no node could serve.
 *
 * @param origin the caller's site
 * @param label the label of its data
 * @param purpose what for; null where it did not say
 */
public record Want(SiteId origin, DataLabel label, @Nullable String purpose) implements Comparable<Want> {
    private static final Comparator<Want> ORDER = Comparator.comparing(Want::origin)
            .thenComparing(want -> want.label().dataClass())
            .thenComparing(want -> want.label().tags().toString())
            .thenComparing(Want::purpose, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(Want other) {
        return ORDER.compare(this, other);
    }
}
