package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.endpoint.connection.Connections.Parting;
import dev.tieline.edge.endpoint.connection.Connections.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(3, Duration.ofSeconds(10), Duration.ofSeconds(60), 100);

    private final Connections<String> connections = new Connections<>(LIMITS);

    @Test
    void shouldCloseTheOneThatHasSaidNothingForTheLongestTimeWhenThereAreTooMany() {
        open("a", "b", "c");

        assertThat(connections.opened("d", seconds(1))).containsExactly(new Parting<>("a", Reason.ROOM));
        assertThat(connections.opened("e", seconds(1))).containsExactly(new Parting<>("b", Reason.ROOM));
        assertThat(connections.size()).isEqualTo(3);
    }

    @Test
    void shouldRatherCloseOneThatOwesARequestThanOneThatHasAsked() {
        open("asked", "silent", "another");
        serve("asked");

        assertThat(connections.opened("new", seconds(1))).containsExactly(new Parting<>("silent", Reason.ROOM));
    }

    @Test
    void shouldRatherCloseOneThatRestsThanOneWhoseRequestMayBeOnItsWay() {
        open("asked");
        serve("asked");
        assertThat(connections.opened("b", seconds(60))).isEmpty();
        assertThat(connections.opened("c", seconds(60))).isEmpty();

        assertThat(connections.opened("new", seconds(60))).containsExactly(new Parting<>("asked", Reason.ROOM));
    }

    @Test
    void shouldCloseTheOneThatHasRestedForTheLongestTimeWhereNoneOwesARequest() {
        open("a", "b", "c");
        serve("b");
        serve("c");
        serve("a");

        assertThat(connections.opened("new", seconds(1))).containsExactly(new Parting<>("b", Reason.ROOM));
    }

    @Test
    void shouldCloseTheNewOneWhereAllOthersAreBusy() {
        open("a", "b", "c");
        List.of("a", "b", "c").forEach(connections::began);

        assertThat(connections.opened("new", seconds(1))).containsExactly(new Parting<>("new", Reason.ROOM));
        assertThat(connections.size()).isEqualTo(3);
    }

    @Test
    void shouldCloseTheOneWhoseLastAnswerLeavesForTheLongestTimeWhereAllOthersAreServed() {
        open("served", "first", "second");
        List.of("served", "first", "second").forEach(connections::began);
        connections.written("first", 0);
        connections.written("second", seconds(1));

        assertThat(connections.opened("new", seconds(2))).containsExactly(new Parting<>("first", Reason.ROOM));
        connections.began("new");
        connections.began("second");
        assertThat(connections.opened("next", seconds(3))).containsExactly(new Parting<>("next", Reason.ROOM));
    }

    @Test
    void shouldRatherCloseOneThatRestsThanOneWhoseAnswerLeaves() {
        open("taking", "resting", "silent");
        connections.began("taking");
        connections.written("taking", 0);
        serve("resting");

        assertThat(connections.opened("new", seconds(9))).containsExactly(new Parting<>("silent", Reason.ROOM));
        assertThat(connections.opened("next", seconds(9))).containsExactly(new Parting<>("resting", Reason.ROOM));
    }

    @Test
    void shouldGiveAnAnswerTheTimeToLeaveOfAConnectionThatIsIdle() {
        open("a");
        connections.began("a");
        connections.written("a", seconds(5));

        assertThat(connections.overdue(seconds(64))).isEmpty();
        assertThat(connections.overdue(seconds(65))).containsExactly(new Parting<>("a", Reason.IDLE));
        assertThat(connections.size()).isZero();
    }

    @Test
    void shouldCountTheTimeToBeIdleFromWhenTheAnswerHasLeft() {
        open("a");
        connections.began("a");
        connections.written("a", seconds(5));
        connections.ended("a", seconds(50));

        assertThat(connections.overdue(seconds(109))).isEmpty();
        assertThat(connections.overdue(seconds(110))).containsExactly(new Parting<>("a", Reason.IDLE));
    }

    @Test
    void shouldBeBusyUntilTheLastOfItsRequestsHasEnded() {
        open("a");
        connections.began("a");
        connections.began("a");

        connections.ended("a", seconds(1));

        assertThat(connections.busy()).isEqualTo(1);
        assertThat(connections.overdue(seconds(1_000))).isEmpty();
        connections.ended("a", seconds(1));
        assertThat(connections.busy()).isZero();
        assertThat(connections.overdue(seconds(1_000))).containsExactly(new Parting<>("a", Reason.IDLE));
    }

    @Test
    void shouldCloseOneThatOwesItsFirstRequestForTooLong() {
        open("a");

        assertThat(connections.overdue(seconds(9))).isEmpty();
        assertThat(connections.overdue(seconds(10))).containsExactly(new Parting<>("a", Reason.SLOW));
        assertThat(connections.overdue(seconds(11))).isEmpty();
    }

    @Test
    void shouldCountTheTimeOfALaterHeadFromItsFirstByte() {
        open("a");
        serve("a");
        connections.waits("a", 1, seconds(50));
        connections.waits("a", 2, seconds(58));

        assertThat(connections.overdue(seconds(59))).isEmpty();
        assertThat(connections.overdue(seconds(60))).containsExactly(new Parting<>("a", Reason.SLOW));
    }

    @Test
    void shouldGiveOneThatHasAskedTheTimeToBeIdle() {
        open("a");
        serve("a");

        assertThat(connections.overdue(seconds(59))).isEmpty();
        assertThat(connections.overdue(seconds(61))).containsExactly(new Parting<>("a", Reason.IDLE));
    }

    @Test
    void shouldAskNothingOfOneThatHasSettled() {
        open("a");
        connections.waits("a", 30, 0);
        connections.settled("a", seconds(5));

        assertThat(connections.overdue(seconds(30))).isEmpty();
        assertThat(connections.overdue(seconds(65))).containsExactly(new Parting<>("a", Reason.IDLE));
    }

    @Test
    void shouldCloseThoseThatHaveWaitedLongestWhenTooManyBytesWait() {
        open("a", "b", "c");
        connections.waits("a", 40, 0);
        connections.waits("b", 40, 0);
        connections.waits("a", 45, 0);

        var parting = connections.waits("c", 60, 0);

        assertThat(parting).containsExactly(new Parting<>("a", Reason.ROOM));
        connections.closed("a");
        assertThat(connections.waits("b", 41, 0)).containsExactly(new Parting<>("b", Reason.ROOM));
        connections.closed("b");
        assertThat(connections.waits("c", 100, 0)).isEmpty();
    }

    @Test
    void shouldCloseTheOneThatSpeaksWhileThoseThatWereToldToGoAreStillThere() {
        open("a", "b", "c");
        connections.waits("a", 100, 0);
        assertThat(connections.waits("b", 100, 0)).containsExactly(new Parting<>("a", Reason.ROOM));

        assertThat(connections.waits("c", 1, 0))
                .containsExactly(new Parting<>("b", Reason.ROOM), new Parting<>("c", Reason.ROOM));
    }

    @Test
    void shouldCountBytesNoMoreOnceTheyAreARequest() {
        open("a", "b");
        connections.waits("a", 90, 0);
        connections.began("a");

        assertThat(connections.waits("b", 100, 0)).isEmpty();
    }

    @Test
    void shouldForgetWhatHasEnded() {
        open("a", "b", "c");
        connections.waits("a", 90, 0);
        connections.began("b");
        serve("c");

        List.of("a", "b", "c").forEach(connections::closed);
        connections.ended("b", 0);

        assertThat(connections.size()).isZero();
        assertThat(connections.waits("a", 1_000, 0)).as("it is not there").isEmpty();
        assertThat(connections.overdue(seconds(1_000))).isEmpty();
    }

    @Test
    void shouldRefuseLimitsThatLetNobodyIn() {
        var time = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new ConnectionLimits(0, time, time, 1)).hasMessageContaining("it is 0");
        assertThatThrownBy(() -> new ConnectionLimits(1, Duration.ZERO, time, 1))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new ConnectionLimits(1, time, Duration.ofSeconds(-1), 1))
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> new ConnectionLimits(1, time, time, 0)).hasMessageContaining("1 byte");
    }

    /** Whatever happens: never too many, never too many bytes, and nobody goes who is busy, but for waiting bytes. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldStayWithinItsLimitsWhateverHappens(long seed) {
        var random = new Random(seed);
        Set<String> there = new HashSet<>();
        Map<String, Integer> busy = new HashMap<>();
        Map<String, Integer> waiting = new HashMap<>();
        Set<String> taking = new HashSet<>();
        for (int step = 0; step < 5_000; step++) {
            long now = seconds(step);
            var known = new ArrayList<>(there);
            Collections.sort(known);
            var one = known.isEmpty() ? "none" : known.get(random.nextInt(known.size()));
            var parting = new ArrayList<Parting<String>>();
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    there.add("c" + step);
                    parting.addAll(connections.opened("c" + step, now));
                }
                case 2 -> {
                    connections.began(one);
                    taking.remove(one);
                    busy.merge(one, 1, Integer::sum);
                    waiting.remove(one);
                }
                case 3 -> {
                    connections.ended(one, now);
                    busy.computeIfPresent(one, (key, requests) -> requests > 1 ? requests - 1 : null);
                }
                case 4 -> {
                    int bytes = random.nextInt(90);
                    waiting.put(one, bytes);
                    parting.addAll(connections.waits(one, bytes, now));
                }
                case 5 -> {
                    connections.written(one, now);
                    taking.add(one);
                }
                default -> parting.addAll(connections.overdue(now));
            }
            for (var each : parting) {
                assertThat(there.remove(each.connection())).as("%s once", each).isTrue();
                connections.closed(each.connection());
                boolean wasBusy = busy.remove(each.connection()) != null;
                int waited = waiting.getOrDefault(each.connection(), 0);
                waiting.remove(each.connection());
                assertThat(wasBusy && waited == 0 && !taking.contains(each.connection()))
                        .as("%s is of use", each)
                        .isFalse();
                taking.remove(each.connection());
            }
            busy.keySet().retainAll(there);
            waiting.keySet().retainAll(there);
            assertThat(connections.size()).isEqualTo(there.size()).isLessThanOrEqualTo(3);
            assertThat(connections.busy()).isEqualTo(busy.size());
            assertThat(waiting.values().stream().mapToInt(Integer::intValue).sum())
                    .isLessThanOrEqualTo(100);
        }
    }

    private void open(String... names) {
        for (var name : names) {
            assertThat(connections.opened(name, 0)).isEmpty();
        }
    }

    private void serve(String name) {
        connections.began(name);
        connections.ended(name, 0);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
