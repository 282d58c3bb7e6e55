package dev.tieline.edge.metrics;

import dev.tieline.edge.serving.ModelStatistics;
import dev.tieline.edge.serving.ModelStatistics.Measured;
import dev.tieline.edge.serving.ModelStatistics.Snapshot;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What each model did, under the names of Triton's metrics ({@code docs/user_guide/metrics.md} of its server).
 *
 * <p>Their names stand exactly so: a counter of this library would get {@code _total} at its end, so they are of no type,
 * which queries do not mind.
 */
final class TritonMetrics extends Collector implements Collector.Describable {
    private static final List<String> LABELS = List.of("model", "version");
    private static final double NANOS_IN_A_MICRO = 1_000;

    private static final Measured NOTHING = new Measured(0, 0);
    private static final Snapshot NEVER_RAN =
            new Snapshot(0, 0, 0, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);

    private final ModelStatistics statistics;
    private final Supplier<List<ModelManifest>> loaded;

    private record Metric(String name, String help, ToDoubleFunction<Snapshot> value) {}

    private static final List<Metric> METRICS = List.of(
            new Metric(
                    "nv_inference_request_success",
                    "Requests that were answered",
                    s -> s.success().count()),
            new Metric(
                    "nv_inference_request_failure",
                    "Requests that failed",
                    s -> s.fail().count()),
            new Metric("nv_inference_count", "Inferences that succeeded", Snapshot::inferenceCount),
            new Metric("nv_inference_exec_count", "Runs of the model", Snapshot::executionCount),
            new Metric(
                    "nv_inference_request_duration_us",
                    "Time of the requests that were answered, in microseconds",
                    s -> micros(s.success())),
            new Metric("nv_inference_queue_duration_us", "The part of it in the queue", s -> micros(s.queue())),
            new Metric(
                    "nv_inference_compute_input_duration_us",
                    "The part of it that made the inputs",
                    s -> micros(s.computeInput())),
            new Metric(
                    "nv_inference_compute_infer_duration_us",
                    "The part of it that ran the model",
                    s -> micros(s.computeInfer())),
            new Metric(
                    "nv_inference_compute_output_duration_us",
                    "The part of it that read the outputs",
                    s -> micros(s.computeOutput())));

    TritonMetrics(ModelStatistics statistics, Supplier<List<ModelManifest>> loaded) {
        this.statistics = statistics;
        this.loaded = loaded;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        var all = new TreeMap<ModelRef, Snapshot>(statistics.all());
        loaded.get().forEach(model -> all.putIfAbsent(model.ref(), NEVER_RAN));
        var families = new ArrayList<MetricFamilySamples>();
        for (var metric : METRICS) {
            families.add(family(metric, all));
        }
        families.add(waiting(all));
        return families;
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of();
    }

    private static MetricFamilySamples family(Metric metric, Map<ModelRef, Snapshot> all) {
        var samples = all.entrySet().stream()
                .map(entry -> sample(metric.name, entry.getKey(), metric.value.applyAsDouble(entry.getValue())))
                .toList();
        return new MetricFamilySamples(metric.name, Type.UNKNOWN, metric.help, samples);
    }

    private MetricFamilySamples waiting(Map<ModelRef, Snapshot> all) {
        var name = "nv_inference_pending_request_count";
        var samples = all.keySet().stream()
                .map(model -> sample(name, model, statistics.waiting(model)))
                .toList();
        return new MetricFamilySamples(name, Type.GAUGE, "Requests that wait for a run slot now", samples);
    }

    private static MetricFamilySamples.Sample sample(String name, ModelRef model, double value) {
        return new MetricFamilySamples.Sample(name, LABELS, List.of(model.name().value(), model.version()), value);
    }

    private static double micros(Measured measured) {
        return measured.nanos() / NANOS_IN_A_MICRO;
    }
}
