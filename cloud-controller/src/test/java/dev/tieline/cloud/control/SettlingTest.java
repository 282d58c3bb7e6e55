package dev.tieline.cloud.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Nodes;
import dev.tieline.cloud.fleet.FleetView;
import dev.tieline.cloud.fleet.Freshness;
import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When the controller may decide by what it sees of the fleet. */
class SettlingTest {
    private static final NodeAddress LYON = Nodes.LYON;
    private static final NodeAddress FRANKFURT = Nodes.FRANKFURT;
    private static final NodeAddress VIRGINIA = Nodes.VIRGINIA;
    private static final List<NodeAddress> ADDRESSES = List.of(Nodes.BERLIN, FRANKFURT, LYON, VIRGINIA);
    private static final Instant CONNECTED = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Settling settling = new Settling(PATIENCE);

    @Test
    void shouldWaitForTheSecondConnectionOfANodeThatIsHeardOf() {
        settling.connected(CONNECTED);

        assertThat(obstacle(false, CONNECTED.plusSeconds(1))).isPresent();
        assertThat(obstacle(true, CONNECTED.plusSeconds(2))).isEmpty();
    }

    @Test
    void shouldDecideWithoutItOnceItHasHadItsTime() {
        settling.connected(CONNECTED);

        assertThat(obstacle(false, CONNECTED.plus(PATIENCE))).isEmpty();
    }

    @Test
    void shouldNotWaitForAConnectionThatANodeLosesLater() {
        settling.connected(CONNECTED);
        var unused = obstacle(true, CONNECTED.plusSeconds(1));

        assertThat(obstacle(false, CONNECTED.plusSeconds(2))).isEmpty();
    }

    @Test
    void shouldDecideNothingOnTheDeathsThatABrokerTellsWhileItGoesDown() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var seen = all();
        seen.put(LYON, State.LOST);
        seen.put(VIRGINIA, State.LOST);

        settling.disconnected(CONNECTED.plusSeconds(2));

        assertThat(look(CONNECTED.plusSeconds(2), seen))
                .contains("the controller has lost its connection to the broker");
        assertThat(look(CONNECTED.plus(PATIENCE.multipliedBy(100)), seen)).isPresent();
        settling.connected(CONNECTED.plusSeconds(3));
        assertThat(look(CONNECTED.plusSeconds(4), seen)).isPresent();
        assertThat(look(CONNECTED.plusSeconds(5), all())).isPresent();
        assertThat(look(CONNECTED.plusSeconds(5).plus(PATIENCE), all())).isEmpty();
    }

    @Test
    void shouldNotTakeAnAwakeningForAConnection() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        settling.disconnected(CONNECTED.plusSeconds(2));

        settling.woke(CONNECTED.plusSeconds(3));

        assertThat(look(CONNECTED.plusSeconds(3), all()))
                .contains("the controller has lost its connection to the broker");
    }

    @Test
    void shouldNotLetTheFirstOfAllGoAlone() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());

        var seen = all();
        seen.replaceAll((node, state) -> State.LATE);
        seen.put(LYON, State.STALE);

        assertThat(look(CONNECTED.plusSeconds(9), seen)).contains("no node has been heard of lately");
    }

    @Test
    void shouldWaitWhenMostNodesFallSilentAtOnce() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var seen = all();
        seen.put(LYON, State.LOST);
        seen.put(FRANKFURT, State.LATE);
        seen.put(VIRGINIA, State.STALE);
        var start = CONNECTED.plusSeconds(6);

        assertThat(look(start, seen)).contains("most nodes fell silent at once");
        assertThat(look(start.plus(PATIENCE.multipliedBy(4)).minusMillis(1), seen))
                .isPresent();
        assertThat(look(start.plus(PATIENCE.multipliedBy(4)), seen)).isEmpty();
        assertThat(look(start.plus(PATIENCE.multipliedBy(4)).plusSeconds(5), seen))
                .isEmpty();
    }

    @Test
    void shouldWaitForTheLastOfThoseThatFellSilentAtOnce() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var seen = all();
        seen.put(LYON, State.LOST);
        seen.put(FRANKFURT, State.LOST);
        seen.put(VIRGINIA, State.LOST);
        unused = look(CONNECTED.plusSeconds(2), seen);
        seen.put(LYON, State.WELL);
        seen.put(FRANKFURT, State.WELL);

        assertThat(look(CONNECTED.plusSeconds(20), seen)).isPresent();
        assertThat(look(CONNECTED.plusSeconds(21), all())).isPresent();
        assertThat(look(CONNECTED.plusSeconds(25), all())).isEmpty();
    }

    @Test
    void shouldDecideWithoutTwoOfFour() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var seen = all();
        seen.put(LYON, State.LOST);
        seen.put(FRANKFURT, State.STALE);

        assertThat(look(CONNECTED.plusSeconds(2), seen)).isEmpty();
    }

    @Test
    void shouldTakeNodesThatFailOneByOneForDead() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var seen = all();
        for (int minute = 1; minute < ADDRESSES.size(); minute++) {
            seen.put(ADDRESSES.get(minute), State.LOST);

            assertThat(look(CONNECTED.plusSeconds(60L * minute), seen))
                    .as("%s and those before it", ADDRESSES.get(minute))
                    .isEmpty();
        }
    }

    @Test
    void shouldWaitTheLongerForNodesTheLongerTheBrokerWasAway() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var seen = all();
        seen.put(LYON, State.LOST);
        var back = CONNECTED.plusSeconds(6);
        settling.connected(back);

        assertThat(look(back.plus(PATIENCE).plusSeconds(14), seen)).isPresent();
        assertThat(look(back.plus(PATIENCE).plusSeconds(15), seen)).isEmpty();
    }

    @Test
    void shouldWaitForAPictureThatHolds() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var back = CONNECTED.plusSeconds(60);
        settling.connected(back);
        var relapse = all();
        relapse.put(LYON, State.LOST);

        assertThat(look(back.plusSeconds(1), all())).isPresent();
        assertThat(look(back.plusSeconds(2), relapse)).isPresent();
        assertThat(look(back.plusSeconds(6), all())).isPresent();
        assertThat(look(back.plusSeconds(9), all())).isPresent();
        assertThat(look(back.plusSeconds(10), all())).isEmpty();
    }

    @Test
    void shouldNotWaitForTheDead() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        var seen = all();
        seen.put(LYON, State.LOST);
        unused = look(CONNECTED.plusSeconds(2), seen);
        unused = look(CONNECTED.plusSeconds(30), seen);
        settling.connected(CONNECTED.plusSeconds(40));
        unused = look(CONNECTED.plusSeconds(41), seen);

        assertThat(look(CONNECTED.plusSeconds(45), seen)).isEmpty();
    }

    @Test
    void shouldNotTakeTheWordOfAFormerConnectionForAReturn() {
        settling.connected(CONNECTED);
        var unused = look(CONNECTED.plusSeconds(1), all());
        settling.connected(CONNECTED.plusSeconds(6));
        var seen = all();
        seen.put(LYON, State.BORN_ANEW);
        unused = look(CONNECTED.plusSeconds(7), seen);

        assertThat(look(CONNECTED.plusSeconds(12), seen)).isPresent();
    }

    /** How a node looks. */
    private enum State {
        WELL,
        LATE,
        STALE,
        LOST,
        BORN_ANEW
    }

    private static Map<NodeAddress, State> all() {
        var states = new HashMap<NodeAddress, State>();
        ADDRESSES.forEach(node -> states.put(node, State.WELL));
        return states;
    }

    private Optional<String> look(Instant at, Map<NodeAddress, State> states) {
        var nodes = new TreeMap<NodeAddress, NodeView>();
        states.forEach((node, state) -> nodes.put(node, view(node, state)));
        var late = ADDRESSES.stream()
                .filter(node -> states.get(node) == State.LATE || states.get(node) == State.STALE)
                .collect(Collectors.toSet());
        return settling.obstacle(Set.copyOf(ADDRESSES), new FleetView(at, nodes, late), at);
    }

    private static NodeView view(NodeAddress address, State state) {
        var node = Nodes.holding(address, Map.of());
        var freshness = switch (state) {
            case WELL, LATE, BORN_ANEW -> Freshness.FRESH;
            case STALE -> Freshness.STALE;
            case LOST -> Freshness.LOST;
        };
        return new NodeView(
                address,
                node.profile(),
                state == State.BORN_ANEW ? 2 : 1,
                freshness,
                node.telemetry(),
                node.reported());
    }

    private Optional<String> obstacle(boolean workLink, Instant at) {
        return settling.obstacle(Set.of(LYON), FleetView.of(at, List.of(lyon(workLink))), at);
    }

    private static NodeView lyon(boolean workLink) {
        var node = Nodes.holding(LYON, Map.of());
        var told = Objects.requireNonNull(node.telemetry());
        var telemetry =
                new Telemetry(told.at(), told.birth(), told.load(), told.models(), told.brokerRoundTrip(), workLink);
        return new NodeView(LYON, node.profile(), 1, Freshness.FRESH, telemetry, node.reported());
    }
}
