package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReporterTest {
    private static final ModelRef SIMPLE = ModelRef.of("simple@1");
    private static final Digest CARD = Digest.ofBytes(new byte[1]);

    private final List<ReportedState> said = new ArrayList<>();
    private long birth = 1;
    private Holdings holdings = Holdings.NONE;
    private boolean connected;
    private boolean taken = true;
    private final Reporter reporter = new Reporter(() -> birth, () -> holdings, () -> connected, json -> {
        said.add(ReportedState.read("reported", new String(json, StandardCharsets.UTF_8)));
        return CompletableFuture.completedFuture(taken);
    });

    @Test
    void shouldSayNothingWithoutAConnection() {
        reporter.models(3, models(new ModelStatus.Ready()));

        assertThat(said).isEmpty();
    }

    @Test
    void shouldSayAllThatHappenedMeanwhileOnceItIsConnected() {
        reporter.models(3, models(new ModelStatus.Loading()));
        reporter.models(3, models(new ModelStatus.Ready()));
        connect();

        assertThat(said).containsExactly(ReportedState.of(1, 3, Holdings.NONE, models(new ModelStatus.Ready())));
    }

    @Test
    void shouldSayEachChangeOnce() {
        connect();
        reporter.models(1, models(new ModelStatus.Loading()));
        reporter.models(1, models(new ModelStatus.Loading()));
        reporter.models(1, models(new ModelStatus.Ready()));

        assertThat(said).hasSize(3);
    }

    @Test
    void shouldSayAgainWhatTheBrokerDidNotTake() {
        taken = false;
        connect();
        reporter.models(1, models(new ModelStatus.Ready()));
        taken = true;
        reporter.models(1, models(new ModelStatus.Ready()));
        reporter.models(1, models(new ModelStatus.Ready()));

        assertThat(said).hasSize(3);
        assertThat(said.get(2)).isEqualTo(said.get(1));
    }

    @Test
    void shouldSayTheSameAgainOnANewConnectionWithItsNumber() {
        connect();
        reporter.models(1, models(new ModelStatus.Ready()));
        birth = 2;
        connect();

        assertThat(said.getLast()).isEqualTo(ReportedState.of(2, 1, Holdings.NONE, models(new ModelStatus.Ready())));
    }

    @Test
    void shouldSayWhenItsKnowledgeHasChanged() {
        connect();
        holdings = new Holdings(4, new HeldPolicy(1, List.of(new HeldPolicy.Bundle("acme", 2)), null), 9);
        reporter.models(0, Collections.emptySortedMap());
        reporter.models(0, Collections.emptySortedMap());

        assertThat(said).hasSize(2).last().returns(holdings, ReportedState::knowledge);
    }

    private void connect() {
        connected = true;
        reporter.connected();
    }

    private static SortedMap<ModelRef, ReportedModel> models(ModelStatus status) {
        return new TreeMap<>(java.util.Map.of(SIMPLE, new ReportedModel(CARD, false, status)));
    }
}
