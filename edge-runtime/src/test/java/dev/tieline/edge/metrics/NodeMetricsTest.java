package dev.tieline.edge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.edge.RunClock;
import dev.tieline.edge.World;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.VisitLog.Ended;
import dev.tieline.edge.serving.LocalServing;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.edge.serving.RunSlots;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataLabel;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape of a node says. */
@SuppressWarnings("deprecation") // the registry that Quarkus brings
class NodeMetricsTest {
    private static final ModelName SIMPLE = ModelName.of("simple");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeMetrics metrics = new NodeMetrics(registry, registry.getPrometheusRegistry());
    private final RunSlots slots = new RunSlots(3, 5);
    private final ModelRegistry models = new ModelRegistry();
    private final LocalServing serving = World.serving(new RunClock(Duration.ofMillis(7)));
    private final AtomicBoolean ready = new AtomicBoolean(true);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        slots.close();
        models.close();
    }

    @Test
    void shouldCountRequestsByModelAndOutcome() {
        read(null);

        metrics.ended(new Ended(Protocol.HTTP, SIMPLE, "ok", "local", 3_000_000));
        metrics.ended(new Ended(Protocol.HTTP, SIMPLE, "ok", "offload", 3_000_000));
        metrics.ended(new Ended(Protocol.GRPC, SIMPLE, "overloaded", null, 1_000_000));

        assertThat(registry.scrape())
                .contains("tieline_requests_total{code=\"ok\",model=\"simple\",protocol=\"http\",} 2.0")
                .contains("tieline_requests_total{code=\"overloaded\",model=\"simple\",protocol=\"grpc\",} 1.0");
    }

    @Test
    void shouldTimeRequestsByRouteInSeconds() {
        read(null);

        metrics.ended(new Ended(Protocol.HTTP, SIMPLE, "ok", "local", 3_000_000));
        metrics.ended(new Ended(Protocol.HTTP, SIMPLE, "overloaded", null, 1_000_000));

        assertThat(registry.scrape())
                .contains("tieline_request_seconds_bucket{protocol=\"http\",route=\"local\",le=\"0.0025\",} 0.0")
                .contains("tieline_request_seconds_bucket{protocol=\"http\",route=\"local\",le=\"0.005\",} 1.0")
                .contains("tieline_request_seconds_sum{protocol=\"http\",route=\"local\",} 0.003")
                .contains("tieline_request_seconds_count{protocol=\"http\",route=\"none\",} 1.0");
    }

    @Test
    void shouldHaveNoLabelForAModelThatSomebodyMadeUp() {
        read(null);

        for (int i = 0; i < 100; i++) {
            metrics.ended(new Ended(Protocol.HTTP, ModelName.of("made-up-" + i), "unknown_model", null, 1));
        }
        metrics.ended(new Ended(Protocol.HTTP, null, "overloaded", null, 1));

        assertThat(registry.scrape())
                .doesNotContain("made-up")
                .contains("{code=\"unknown_model\",model=\"other\",protocol=\"http\",} 100.0")
                .contains("{code=\"overloaded\",model=\"other\",protocol=\"http\",} 1.0");
    }

    @Test
    void shouldReadTheCapacityWhenItIsAsked() {
        read(null);
        ready.set(false);

        try (var held = slots.reserve().orElseThrow()) {
            assertThat(held.immediate()).isTrue();
            assertThat(registry.scrape())
                    .contains("tieline_run_slots 3.0", "tieline_runs 1.0", "tieline_queue_length 0.0")
                    .contains("tieline_queue_limit 5.0", "tieline_requests_inside 4.0", "tieline_ready 0.0");
        }
        assertThat(registry.scrape()).contains("tieline_runs 0.0");
    }

    @Test
    void shouldNameWhatModelsDidExactlyAsTritonDoes() {
        load();
        read(null);
        try (var place = slots.reserve().orElseThrow();
                var lease = models.acquire(SIMPLE, null).orElseThrow()) {
            var unused = serving.serve(Calls.simple(DataLabel.PUBLIC), lease.session(), place);
        }

        assertThat(registry.scrape())
                .contains("nv_inference_request_success{model=\"simple\",version=\"1\",} 1.0")
                .contains("nv_inference_request_failure{model=\"simple\",version=\"1\",} 0.0")
                .contains("nv_inference_count{model=\"simple\",version=\"1\",} 1.0")
                .contains("nv_inference_exec_count{model=\"simple\",version=\"1\",} 1.0")
                .contains("nv_inference_request_duration_us{model=\"simple\",version=\"1\",} 7000.0")
                .contains("nv_inference_queue_duration_us{model=\"simple\",version=\"1\",} 0.0")
                .contains("nv_inference_compute_input_duration_us{model=\"simple\",version=\"1\",} 0.0")
                .contains("nv_inference_compute_infer_duration_us{model=\"simple\",version=\"1\",} 7000.0")
                .contains("nv_inference_compute_output_duration_us{model=\"simple\",version=\"1\",} 0.0")
                .contains("nv_inference_pending_request_count{model=\"simple\",version=\"1\",} 0.0")
                .doesNotContainPattern("nv_inference[a-z_]*_total");
    }

    @Test
    void shouldNameAModelThatHasNotRunYet() {
        load();
        read(null);

        assertThat(registry.scrape())
                .contains("nv_inference_request_success{model=\"simple\",version=\"1\",} 0.0")
                .contains("tieline_models_loaded 1.0", "tieline_models_memory_bytes 2000000.0");
    }

    @Test
    void shouldReadWhatSpeaksToOtherNodes() {
        read(new Sources.Federation(
                Map.of("control", () -> true, "work", () -> false),
                () -> Map.of("node", 2, "broker", 0),
                () -> Map.of("served", 4L, "busy", 1L),
                () -> Map.of("refused", 3L),
                () -> 6,
                () -> Map.of("no_response_topic", 5L)));

        assertThat(registry.scrape())
                .contains("tieline_link_connected{link=\"control\",} 1.0")
                .contains("tieline_link_connected{link=\"work\",} 0.0")
                .contains("tieline_circuit_open{kind=\"node\",} 2.0")
                .contains("tieline_offload_attempts_total{outcome=\"served\",} 4.0")
                .contains("tieline_offload_attempts_total{outcome=\"busy\",} 1.0")
                .contains("tieline_dispatches_total{outcome=\"refused\",} 3.0")
                .contains("tieline_work_dropped_total 6.0")
                .contains("tieline_mqtt_unanswered_total{reason=\"no_response_topic\",} 5.0");
    }

    private void load() {
        var card = Cards.simple("simple@1");
        models.put(Cards.open(card, folder), Cards.artifact(card).digest(), true);
    }

    private void read(Sources.@Nullable Federation federation) {
        metrics.read(new Sources(
                slots, 5, models, serving.statistics(), () -> 4, () -> 5, ready::get, SIMPLE::equals, federation));
    }
}
