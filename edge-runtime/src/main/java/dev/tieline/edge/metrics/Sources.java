package dev.tieline.edge.metrics;

import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.ModelStatistics;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelName;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the metrics of a node are read from.
 *
 * @param slots what runs and what waits
 * @param queueLimit how many may wait
 * @param models what is loaded
 * @param statistics what the models did
 * @param inside how many requests are inside now
 * @param held how many bytes they hold
 * @param ready whether the node takes requests
 * @param known whether a model is loaded or routed here, and so may stand in a label
 * @param federation what speaks to other nodes; null where the node works alone
 */
public record Sources(
        RunSlots slots,
        int queueLimit,
        ModelRegistry models,
        ModelStatistics statistics,
        IntSupplier inside,
        LongSupplier held,
        BooleanSupplier ready,
        Predicate<ModelName> known,
        @Nullable Federation federation) {

    /**
     * What speaks to other nodes.
     *
     * @param links whether each connection to the broker stands, by its name
     * @param openCircuits how many circuits are open now, by kind; always the same kinds
     * @param attempts how attempts at other nodes ended, by outcome; always the same outcomes
     * @param dispatches how questions to the controller ended; as {@code attempts}
     * @param dropped work messages that were not answered
     * @param unanswered requests of local devices that got no answer, by reason; always the same reasons
     */
    public record Federation(
            Map<String, BooleanSupplier> links,
            Supplier<Map<String, Integer>> openCircuits,
            Supplier<? extends Map<String, Long>> attempts,
            Supplier<? extends Map<String, Long>> dispatches,
            LongSupplier dropped,
            Supplier<? extends Map<String, Long>> unanswered) {
        public Federation {
            links = Map.copyOf(links);
        }
    }
}
