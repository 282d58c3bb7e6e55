package dev.tieline.cloud.placement;

import dev.tieline.devices.SiteId;
import dev.tieline.policy.DataLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between which sites at least some of the data that a deployment serves may travel. Asks once for each way. */
final class RoutePermission {
    private final Sovereignty sovereignty;
    private final List<DataLabel> labels;
    private final @Nullable String purpose;
    private final Map<Ways.Way, Boolean> answers = new HashMap<>();

    RoutePermission(Sovereignty sovereignty, DataLabel label, @Nullable String purpose) {
        this.sovereignty = sovereignty;
        this.labels = Sovereignty.labelsUpTo(label);
        this.purpose = purpose;
    }

    boolean permits(SiteId origin, SiteId executor) {
        return answers.computeIfAbsent(
                sovereignty.way(origin, executor),
                way -> labels.stream().anyMatch(label -> sovereignty.reaches(origin, executor, label, purpose)));
    }
}
