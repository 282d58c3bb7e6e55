package dev.tieline.cloud.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.fleet.Observation.Accepted;
import dev.tieline.cloud.fleet.Observation.Ignored;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.Load;
import dev.tieline.devices.twin.ModelLatency;
import dev.tieline.devices.twin.ModelStatus;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.ReportedModel;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final NodeAddress NODE = NodeAddress.of("clinic-berlin/gw-1");
    private static final ModelRef MODEL = ModelRef.of("minilm@1");
    private static final Digest CARD = Digest.ofBytes(new byte[] {1});
    private static final DeviceProfile OTHER = Profiles.of("server", 16, 100, 1_000_000, "cuda", "cpu");

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final Fleet fleet = new Fleet(() -> now, FleetSettings.defaults());

    @Test
    void shouldKnowANodeFromItsBirthOn() {
        var observation = fleet.birth(NODE, birth(1));

        assertThat(observation).isEqualTo(new Accepted(true, null));
        assertThat(node().profile()).isEqualTo(Profiles.GATEWAY);
        assertThat(node().birth()).isEqualTo(1);
        assertThat(node().freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void shouldCallANodeFreshWhileItsTelemetryComes() {
        alive(1);

        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void shouldCallANodeStaleWhenItsTelemetryStaysAway() {
        alive(1);

        now = now.plusSeconds(15);

        assertThat(node().freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void shouldMissANodeAtHalfTheTimeAfterWhichItIsStale() {
        alive(1);

        assertThat(fleet.view().late()).isEmpty();
        now = now.plusMillis(7_500);
        assertThat(fleet.view().late()).containsExactly(NODE);
        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void shouldMissEveryNodeOnceWhatWasHeardIsForgotten() {
        alive(1);

        fleet.forgetHeard();

        assertThat(fleet.view().late()).containsExactly(NODE);
    }

    @Test
    void shouldSayThatANodeWhichIsHeardOfAgainChanges() {
        alive(1);
        now = now.plusSeconds(60);

        var observation = fleet.telemetry(NODE, telemetry(1, now, 0));

        assertThat(observation).isEqualTo(new Accepted(true, null));
        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void shouldBelieveAWillOfThePresentConnection() {
        alive(3);

        var observation = fleet.presence(NODE, new Presence(Presence.State.LOST, 3));

        assertThat(observation).isEqualTo(new Accepted(true, null));
        assertThat(node().freshness()).isEqualTo(Freshness.LOST);
    }

    @Test
    void shouldIgnoreAWillThatAnEarlierConnectionLeftBehind() {
        alive(3);

        var observation = fleet.presence(NODE, new Presence(Presence.State.LOST, 2));

        assertThat(ignored(observation)).contains("'lost' is of birth 2").contains("is 3");
        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void shouldTakeANodeBackThatContradictsItsWill() {
        alive(3);
        fleet.presence(NODE, new Presence(Presence.State.LOST, 3));

        fleet.presence(NODE, new Presence(Presence.State.READY, 3));

        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void shouldKnowThatANodeDrains() {
        alive(1);

        var observation = fleet.presence(NODE, new Presence(Presence.State.DRAINING, 1));

        assertThat(observation).isEqualTo(new Accepted(true, null));
        assertThat(node().freshness()).isEqualTo(Freshness.DRAINING);
    }

    @Test
    void shouldStayFreshOverAReconnect() {
        alive(1);
        fleet.reported(NODE, reported(1, new ModelStatus.Ready()));

        var observation = fleet.birth(NODE, birth(2));

        assertThat(observation).isEqualTo(new Accepted(false, null));
        assertThat(node().birth()).isEqualTo(2);
        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
        assertThat(node().ready(MODEL, CARD)).isTrue();
    }

    @Test
    void shouldForgetAWillWhenTheNodeConnectsAnew() {
        alive(1);
        fleet.presence(NODE, new Presence(Presence.State.LOST, 1));

        var observation = fleet.birth(NODE, birth(2));

        assertThat(observation).isEqualTo(new Accepted(true, null));
        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void shouldIgnoreAnOlderBirth() {
        alive(5);

        var observation = fleet.birth(NODE, new Birth(4, OTHER, birth(4).versions()));

        assertThat(ignored(observation)).contains("birth 4").contains("older").contains("5");
        assertThat(node().profile()).isEqualTo(Profiles.GATEWAY);
    }

    @Test
    void shouldWarnWhenANewBirthTakesOverALivingNodeOfAnotherKind() {
        alive(5);
        fleet.reported(NODE, reported(5, new ModelStatus.Ready()));

        var observation = fleet.birth(NODE, Birth.of(6, OTHER, Map.of()));

        assertThat(observation).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.changed()).isTrue();
            assertThat(accepted.warning())
                    .contains("two processes may share this id")
                    .contains("server");
        });
        assertThat(node().profile()).isEqualTo(OTHER);
        assertThat(node().reported()).isNull();
        assertThat(node().telemetry()).isNull();
    }

    @Test
    void shouldNotWarnWhenANodeOfAnotherKindTakesTheSeatOfASilentOne() {
        alive(5);
        now = now.plusSeconds(60);

        var observation = fleet.birth(NODE, Birth.of(6, OTHER, Map.of()));

        assertThat(observation).isEqualTo(new Accepted(true, null));
    }

    @Test
    void shouldNotWarnWhenANodeOfAnotherKindTakesTheSeatOfALostOne() {
        alive(5);
        fleet.presence(NODE, new Presence(Presence.State.LOST, 5));

        var observation = fleet.birth(NODE, Birth.of(6, OTHER, Map.of()));

        assertThat(observation).isEqualTo(new Accepted(true, null));
    }

    @Test
    void shouldTakeTheSameBirthAgain() {
        alive(5);

        assertThat(fleet.birth(NODE, birth(5))).isEqualTo(new Accepted(false, null));
    }

    @Test
    void shouldIgnoreTheSameBirthWithAnotherProfile() {
        alive(5);

        var observation = fleet.birth(NODE, Birth.of(5, OTHER, Map.of()));

        assertThat(ignored(observation)).contains("another profile").contains("Maybe two processes share this id");
        assertThat(node().profile()).isEqualTo(Profiles.GATEWAY);
    }

    @Test
    void shouldIgnoreTelemetryOfAnUnknownNode() {
        var observation = fleet.telemetry(NODE, telemetry(1, now, 0));

        assertThat(ignored(observation)).contains("has not announced itself");
        assertThat(fleet.view().nodes()).isEmpty();
    }

    @Test
    void shouldIgnoreTelemetryFromTheFuture() {
        alive(1);

        var observation = fleet.telemetry(NODE, telemetry(1, now.plusSeconds(61), 0));

        assertThat(ignored(observation))
                .isEqualTo("telemetry of clinic-berlin/gw-1 is of more than PT1M from now. Maybe its clock is wrong");
    }

    @Test
    void shouldIgnoreForOneReasonWhatComesAgainAndAgain() {
        alive(1);
        var late = new TreeSet<String>();
        var early = new TreeSet<String>();
        var greedy = new TreeSet<String>();
        for (var i = 1; i <= 50; i++) {
            now = now.plusMillis(777);
            late.add(ignored(fleet.telemetry(NODE, telemetry(1, now.minusSeconds(600), 0))));
            early.add(ignored(fleet.telemetry(NODE, telemetry(1, now.plusSeconds(600), 0))));
            greedy.add(ignored(fleet.telemetry(NODE, telemetry(1, now, new Load(4 + 5 * i, 0, 0, 10, 0, null)))));
            greedy.add(ignored(fleet.telemetry(NODE, telemetry(1, now, new Load(4, 0, 0, 10, 2_002 + i, null)))));
        }

        assertThat(late).hasSize(1);
        assertThat(early).hasSize(1);
        assertThat(greedy).hasSize(2);
    }

    @Test
    void shouldTakeTelemetryOfAClockThatIsALittleAhead() {
        alive(1);

        assertThat(fleet.telemetry(NODE, telemetry(1, now.plusSeconds(60), 0))).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldIgnoreTelemetryThatIsOlderThanWhatIsKnown() {
        alive(1);
        fleet.telemetry(NODE, telemetry(1, now.plusSeconds(10), 3));

        var observation = fleet.telemetry(NODE, telemetry(1, now.plusSeconds(9), 0));

        assertThat(ignored(observation)).contains("is not newer than the last that is known");
        assertThat(load().running()).isEqualTo(3);
    }

    @Test
    void shouldIgnoreTelemetryOfAnotherBirth() {
        alive(2);

        assertThat(ignored(fleet.telemetry(NODE, telemetry(1, now.plusSeconds(1), 0))))
                .contains("older than its last birth");
        assertThat(ignored(fleet.telemetry(NODE, telemetry(3, now.plusSeconds(1), 0))))
                .contains("before the birth");
    }

    @Test
    void shouldIgnoreTelemetryThatClaimsFarMoreSlotsThanTheNodeHas() {
        alive(1);

        var observation = fleet.telemetry(NODE, telemetry(1, now.plusSeconds(1), new Load(9, 0, 0, 10, 0, null)));

        assertThat(ignored(observation)).contains("more than 2 times the 4 run slots");
    }

    @Test
    void shouldIgnoreTelemetryThatClaimsFarMoreMemoryThanTheNodeHas() {
        alive(1);

        var observation = fleet.telemetry(NODE, telemetry(1, now.plusSeconds(1), new Load(4, 0, 0, 10, 2_002, null)));

        assertThat(ignored(observation)).contains("more than 2 times the 1000 bytes");
    }

    @Test
    void shouldSayThatAFullQueueChanges() {
        alive(1);

        var full = fleet.telemetry(NODE, telemetry(1, now.plusSeconds(1), new Load(4, 4, 8, 10, 0, null)));
        var stillFull = fleet.telemetry(NODE, telemetry(1, now.plusSeconds(2), new Load(4, 4, 10, 10, 0, null)));

        assertThat(full).isEqualTo(new Accepted(true, null));
        assertThat(stillFull).isEqualTo(new Accepted(false, null));
    }

    @Test
    void shouldSayThatANewMeasureChangesAndItsDriftDoesNot() {
        alive(1);

        var first = fleet.telemetry(NODE, measured(now.plusSeconds(1), 10));
        var drift = fleet.telemetry(NODE, measured(now.plusSeconds(2), 12));

        assertThat(first).isEqualTo(new Accepted(true, null));
        assertThat(drift).isEqualTo(new Accepted(false, null));
    }

    @Test
    void shouldSayThatAModelWhichBecomesReadyChangesAndItsDownloadDoesNot() {
        alive(1);
        fleet.reported(NODE, reported(1, new ModelStatus.Fetching(1, 100)));

        var further = fleet.reported(NODE, reported(1, new ModelStatus.Fetching(50, 100)));
        var ready = fleet.reported(NODE, reported(1, new ModelStatus.Ready()));

        assertThat(further).isEqualTo(new Accepted(false, null));
        assertThat(ready).isEqualTo(new Accepted(true, null));
        assertThat(node().ready(MODEL, CARD)).isTrue();
        assertThat(node().ready(MODEL, Digest.ofBytes(new byte[] {2}))).isFalse();
    }

    @Test
    void shouldIgnoreAReportOfAnOlderBirth() {
        alive(2);

        var observation = fleet.reported(NODE, reported(1, new ModelStatus.Ready()));

        assertThat(ignored(observation)).contains("reported state of birth 1");
        assertThat(node().reported()).isNull();
    }

    @Test
    void shouldKeepWhatComesBeforeTheBirthAside() {
        fleet.presence(NODE, new Presence(Presence.State.LOST, 4));
        fleet.reported(NODE, reported(4, new ModelStatus.Ready()));

        fleet.birth(NODE, birth(4));

        assertThat(node().freshness()).isEqualTo(Freshness.LOST);
        assertThat(node().ready(MODEL, CARD)).isTrue();
    }

    @Test
    void shouldForgetWhatWasKeptAsideIfItIsOlderThanTheBirth() {
        fleet.presence(NODE, new Presence(Presence.State.LOST, 4));
        fleet.reported(NODE, reported(4, new ModelStatus.Ready()));

        fleet.birth(NODE, birth(5));

        assertThat(node().freshness()).isEqualTo(Freshness.STALE);
        assertThat(node().reported()).isNull();
    }

    @Test
    void shouldKeepAReportAsideThatComesBeforeTheNextBirth() {
        alive(1);
        fleet.reported(NODE, reported(2, new ModelStatus.Ready()));
        assertThat(node().reported()).isNull();

        var observation = fleet.birth(NODE, birth(2));

        assertThat(observation).isEqualTo(new Accepted(true, null));
        assertThat(node().ready(MODEL, CARD)).isTrue();
    }

    @Test
    void shouldNotCallANodeFreshWhoseNextBirthHasYetToCome() {
        alive(1);

        fleet.presence(NODE, new Presence(Presence.State.READY, 2));

        assertThat(node().freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void shouldKeepTheNewestOfWhatComesBeforeTheBirth() {
        fleet.presence(NODE, new Presence(Presence.State.LOST, 5));
        fleet.presence(NODE, new Presence(Presence.State.READY, 4));
        fleet.reported(NODE, reported(5, new ModelStatus.Ready()));
        fleet.reported(NODE, reported(4, new ModelStatus.Pending()));

        fleet.birth(NODE, birth(5));

        assertThat(node().freshness()).isEqualTo(Freshness.LOST);
        assertThat(node().ready(MODEL, CARD)).isTrue();
    }

    @Test
    void shouldKeepDocumentsAsideForABoundedNumberOfNodes() {
        var small = new Fleet(() -> now, new FleetSettings(Duration.ofSeconds(15), Duration.ZERO, 1));
        small.presence(NODE, new Presence(Presence.State.READY, 1));

        var observation = small.presence(NodeAddress.of("a/b"), new Presence(Presence.State.READY, 1));

        assertThat(ignored(observation)).contains("1 such nodes are waited for already");
        assertThat(small.reported(NODE, reported(1, new ModelStatus.Ready()))).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldForgetANodeThatIsWithdrawn() {
        alive(1);

        var observation = fleet.withdrawn(NODE);

        assertThat(observation).isEqualTo(new Accepted(true, null));
        assertThat(fleet.view().nodes()).isEmpty();
        assertThat(ignored(fleet.withdrawn(NODE))).contains("is not known");
    }

    @Test
    void shouldForgetWhatWasKeptAsideOfANodeThatIsWithdrawn() {
        fleet.presence(NODE, new Presence(Presence.State.LOST, 1));

        assertThat(fleet.withdrawn(NODE)).isEqualTo(new Accepted(false, null));
        fleet.birth(NODE, birth(1));

        assertThat(node().freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void shouldGiveViewsThatDoNotChange() {
        alive(1);
        var before = fleet.view();

        fleet.withdrawn(NODE);

        assertThat(before.find(NODE)).isPresent();
        assertThatThrownBy(() -> before.nodes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldKeepAViewForAMomentWhileNothingChanges() {
        alive(1);
        var view = fleet.view();
        now = now.plusMillis(249);

        fleet.telemetry(NODE, telemetry(1, now, 1));
        fleet.presence(NodeAddress.of("a/b"), new Presence(Presence.State.READY, 1));
        fleet.telemetry(NodeAddress.of("a/b"), telemetry(1, now, 1));
        assertThat(fleet.view()).isSameAs(view);

        now = now.plusMillis(1);
        assertThat(fleet.view().at()).isEqualTo(now);
        assertThat(load().running()).isEqualTo(1);
    }

    @Test
    void shouldShowAtOnceWhatNeedsANewPlan() {
        assertThat(fleet.view().nodes()).isEmpty();
        fleet.birth(NODE, birth(1));
        assertThat(node().freshness()).isEqualTo(Freshness.STALE);
        fleet.telemetry(NODE, telemetry(1, now, 0));
        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
        fleet.reported(NODE, reported(1, new ModelStatus.Ready()));
        assertThat(node().ready(MODEL, CARD)).isTrue();
        fleet.presence(NODE, new Presence(Presence.State.DRAINING, 1));
        assertThat(node().freshness()).isEqualTo(Freshness.DRAINING);
        fleet.birth(NODE, birth(2));
        assertThat(node().birth()).isEqualTo(2);
        fleet.withdrawn(NODE);
        assertThat(fleet.view().nodes()).isEmpty();
    }

    @Test
    void shouldNotKeepAViewWhenTheClockIsSetBack() {
        alive(1);
        fleet.view();

        now = now.minusSeconds(3_600);

        assertThat(fleet.view().at()).isEqualTo(now);
    }

    @Test
    void shouldTakeEveryNodeForSilentUntilItIsHeardOfAgain() {
        var other = NodeAddress.of("eu-central/fra-1");
        alive(1);
        fleet.reported(NODE, reported(1, new ModelStatus.Ready()));
        fleet.birth(other, birth(1));
        fleet.telemetry(other, telemetry(1, now, 0));
        assertThat(fleet.view().nodes().values()).allMatch(NodeView::fresh);

        fleet.forgetHeard();

        assertThat(fleet.view().nodes().values())
                .extracting(NodeView::freshness)
                .containsOnly(Freshness.STALE);
        assertThat(node().ready(MODEL, CARD)).isTrue();
        assertThat(node().telemetry()).isNotNull();
        assertThat(fleet.telemetry(NODE, telemetry(1, now.plusSeconds(1), 0))).isEqualTo(new Accepted(true, null));
        assertThat(node().freshness()).isEqualTo(Freshness.FRESH);
        assertThat(fleet.view().find(other).orElseThrow().freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void shouldKeepToPresencesWhileNothingIsHeardOf() {
        alive(1);
        fleet.presence(NODE, new Presence(Presence.State.LOST, 1));

        fleet.forgetHeard();

        assertThat(node().freshness()).isEqualTo(Freshness.LOST);
    }

    @Test
    void shouldBeToldByManyThreadsAtOnce() throws InterruptedException {
        var done = new CountDownLatch(8);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var thread = 0; thread < 8; thread++) {
                var site = "site-" + thread % 4;
                threads.execute(() -> {
                    for (var birth = 1; birth <= 200; birth++) {
                        var address = NodeAddress.of(site + "/n-" + birth % 10);
                        fleet.reported(address, reported(birth, new ModelStatus.Ready()));
                        fleet.birth(address, birth(birth));
                        fleet.telemetry(address, telemetry(birth, now, 1));
                        fleet.view();
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(fleet.view().nodes()).hasSize(40).allSatisfy((address, node) -> {
            assertThat(node.birth()).isBetween(191L, 200L);
            assertThat(node.freshness()).isEqualTo(Freshness.FRESH);
        });
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new FleetSettings(Duration.ZERO, Duration.ZERO, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive staleAfter");
        assertThat(FleetSettings.defaults().staleAfter()).isEqualTo(Duration.ofSeconds(15));
    }

    private void alive(long birth) {
        fleet.birth(NODE, birth(birth));
        fleet.presence(NODE, new Presence(Presence.State.READY, birth));
        fleet.telemetry(NODE, telemetry(birth, now, 0));
    }

    private NodeView node() {
        return fleet.view().find(NODE).orElseThrow();
    }

    private Load load() {
        var telemetry = node().telemetry();
        assertThat(telemetry).isNotNull();
        return telemetry.load();
    }

    private static String ignored(Observation observation) {
        return observation instanceof Ignored(var reason) ? reason : "it was not ignored: " + observation;
    }

    private static Birth birth(long sequence) {
        return Birth.of(sequence, Profiles.GATEWAY, Map.of("tieline", "1"));
    }

    private static Telemetry telemetry(long birth, Instant at, int running) {
        return telemetry(birth, at, new Load(4, running, 0, 10, 0, null));
    }

    private static Telemetry telemetry(long birth, Instant at, Load load) {
        return Telemetry.of(at, birth, load, Map.of(), null, true);
    }

    private static Telemetry measured(Instant at, int millis) {
        var latency = new ModelLatency(7, Duration.ofMillis(millis), Duration.ofMillis(2L * millis));
        return Telemetry.of(at, 1, new Load(4, 0, 0, 10, 0, null), Map.of(MODEL, latency), null, true);
    }

    private static ReportedState reported(long birth, ModelStatus status) {
        return ReportedState.of(birth, 0, Holdings.NONE, Map.of(MODEL, new ReportedModel(CARD, false, status)));
    }
}
