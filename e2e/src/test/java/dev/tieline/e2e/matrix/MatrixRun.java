package dev.tieline.e2e.matrix;

import static dev.tieline.e2e.matrix.MatrixFederation.CLINICAL;
import static dev.tieline.e2e.matrix.MatrixFederation.DEADLINE;
import static dev.tieline.e2e.matrix.MatrixFederation.REGIONAL;
import static dev.tieline.e2e.matrix.MatrixFederation.WORLD;

import dev.tieline.devices.NodeAddress;
import dev.tieline.e2e.Eventually;
import dev.tieline.e2e.Requests;
import dev.tieline.e2e.history.Call;
import dev.tieline.e2e.history.Evidence;
import dev.tieline.e2e.history.Habit;
import dev.tieline.e2e.history.History;
import dev.tieline.e2e.history.HistoryChecker;
import dev.tieline.e2e.history.Load;
import dev.tieline.e2e.history.Pulse;
import dev.tieline.e2e.history.Question;
import dev.tieline.e2e.history.Span;
import dev.tieline.e2e.history.Tally;
import dev.tieline.e2e.matrix.MatrixFederation.Member;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Plays cells on one federation, which goes from one to the next. A federation that did not become whole again is
 * replaced, so that a cell that fails hides nothing of the others.
 */
final class MatrixRun implements AutoCloseable {
    /** The sites where the policy of the tests lets personal data be, beside the one where a caller brought them. */
    private static final Set<String> FOR_PERSONAL_DATA =
            Set.of("clinic-berlin", "eu-central", "eu-west", Witness.CONTROLLER_SITE);

    private static final int WARMING_PART = 4;

    private static final Set<String> SITES =
            Set.of("clinic-berlin", "eu-central", "eu-west", "us-east", Witness.CONTROLLER_SITE);

    private final int perSecond;
    private final int callsWhileBroken;
    private final int warmingCalls;
    private final Random chance;
    private final History history = new History(System::nanoTime);
    private final Pulse pulse = Pulse.start();
    private final HistoryChecker checker = new HistoryChecker(MatrixRun::allows, Promises::denied);
    private @Nullable MatrixFederation federation;

    /** What the cell before expected, if it should have changed nothing: it may not show only afterwards. */
    private @Nullable Expectations calm;

    private int federations;

    /**
     * @param perSecond how many calls are made in a second
     * @param callsWhileBroken for how many calls at least a cell stays broken
     * @param warmingCalls how many calls a new federation gets at a quarter of the rate before its first cell
     */
    MatrixRun(int perSecond, int callsWhileBroken, int warmingCalls, Random chance) {
        this.perSecond = perSecond;
        this.callsWhileBroken = callsWhileBroken;
        this.warmingCalls = warmingCalls;
        this.chance = chance;
    }

    /** How many calls have been made so far. */
    int calls() {
        return history.count();
    }

    /** Breaks, waits, heals, waits, and tells all that was not in order. */
    CellResult play(Cell cell) throws Exception {
        var here = federation();
        var load = Load.start(history, habits(here), perSecond, chance);
        var play = new Play(cell, load, new Promises(here.gateway().address()));
        try (load) {
            play(here, play);
        }
        var result = judge(here, play);
        if (result.healing() == null) {
            replace();
        }
        return result;
    }

    @Override
    public void close() throws MqttException {
        pulse.close();
        replace();
    }

    private void play(MatrixFederation here, Play play) {
        try { // the rim of a cell: whatever fails in it is its result, and the next one is played
            here.awaitWhole();
            var holder = here.awaitHolder();
            play.breaker = new Breaker(here, holder);
            play.expectations = new Expectations(here, play.breaker, holder);
            stayWhole("before", play, callsWhileBroken / 2);
            if (calm != null) {
                calm.nothingWasDecidedAnew();
            }
            stayBroken(play.breaker, play.expectations, play);
            heal(here, play.breaker, play);
            stayWhole("once healed", play, callsWhileBroken / 4);
            if (!play.cell.isPair()) {
                play.expectations.afterwards(play.cell.injuries().getFirst());
            }
        } catch (Exception | AssertionError e) {
            play.failed(e);
        }
    }

    private void stayWhole(String when, Play play, int calls) throws Exception {
        long from = System.nanoTime();
        awaitCalls(play.load, calls);
        play.promises.whole(when, Play.since(from));
    }

    private void stayBroken(Breaker breaker, Expectations expectations, Play play) {
        var cell = play.cell;
        long from = System.nanoTime();
        try {
            for (var injury : cell.injuries()) {
                breaker.injure(injury);
            }
            if (!cell.isPair()) {
                expectations.whileBroken(cell.injuries().getFirst());
            }
            long noticed = System.nanoTime();
            awaitCalls(play.load, callsWhileBroken);
            play.promises.broken(cell, Play.since(from));
            if (expectations.isCutOff()) {
                play.promises.cutOff(Play.since(noticed));
            }
        } catch (Exception | AssertionError e) {
            play.failed(e);
        }
        play.broken = Play.since(from);
    }

    private static void heal(MatrixFederation here, Breaker breaker, Play play) throws Exception {
        long from = System.nanoTime();
        for (var injury : play.cell.injuries()) {
            breaker.heal(injury);
        }
        here.awaitWhole();
        long whole = System.nanoTime();
        play.whole = whole;
        play.healing = Duration.ofNanos(whole - from);
    }

    private CellResult judge(MatrixFederation here, Play play) throws Exception {
        var earlier = new ArrayList<>(history.closed());
        earlier.addAll(here.probes());
        var calls = history.closeChapter();
        var witness = here.witness();
        witness.catchUp();
        if (witness.isBlind()) {
            play.failed(new AssertionError("the witness lost its connection and nobody gave it another"));
        }
        var pauses = pulse.pauses(play.begun);
        var evidence = new Evidence(
                calls,
                earlier,
                play.outages(),
                play.newcomers(),
                pauses,
                witness.drain(),
                witness.blind(),
                play.promises.all());
        calm = play.failure == null && nothingIsDecidedAnew(play.cell) ? play.expectations : null;
        return new CellResult(
                play.cell,
                Tally.of(calls, evidence.outages()),
                refused(calls, play.broken),
                checker.check(evidence),
                play.failure,
                play.healing,
                pauses.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus),
                play.load.heldBack());
    }

    private static boolean nothingIsDecidedAnew(Cell cell) {
        return !cell.injures(Target.EXECUTOR) && !cell.injures(Target.EDGE) && !cell.isPair();
    }

    private static Map<String, Integer> refused(List<Call> calls, @Nullable Span broken) {
        return broken == null
                ? Map.of()
                : Tally.of(
                                calls.stream()
                                        .filter(call ->
                                                call.sent() - broken.from() >= 0 && broken.until() - call.ended() >= 0)
                                        .toList(),
                                List.of())
                        .refused();
    }

    /** Made or held back: callers that a node lets wait for ever shall not stop the test as well. */
    private static void awaitCalls(Load load, int number) throws Exception {
        int before = load.due();
        var unused =
                Eventually.find(number + " calls", () -> Optional.of(load.due()).filter(now -> now - before >= number));
    }

    private MatrixFederation federation() throws Exception {
        var here = federation;
        if (here == null) {
            here = MatrixFederation.start("matrix-" + ++federations);
            federation = here;
            here.awaitWhole();
            warmUp(here);
        }
        return here;
    }

    /**
     * Has eight virtual machines that have just started compile what they will need, at a rate that they can bear: a
     * promise of 100 ms says nothing of a processor that is busy with that. These calls prove nothing, and do not count.
     */
    private void warmUp(MatrixFederation here) throws Exception {
        try (var load = Load.start(history, habits(here), Math.max(1, perSecond / WARMING_PART), chance)) {
            awaitCalls(load, warmingCalls);
        }
        var unused = history.closeChapter();
    }

    private void replace() throws MqttException {
        if (federation != null) {
            federation.close();
            federation = null;
            calm = null;
        }
    }

    /** Mostly the gateway is asked; what it cannot do itself goes elsewhere, and health data nowhere. */
    private static List<Habit> habits(MatrixFederation here) {
        return List.of(
                habit(6, here.gateway(), REGIONAL, Requests.PERSONAL),
                habit(2, here.gateway(), REGIONAL, Requests.PUBLIC),
                habit(4, here.gateway(), WORLD, Requests.PUBLIC),
                habit(4, here.gateway(), WORLD, Requests.PERSONAL),
                habit(4, here.gateway(), CLINICAL, Requests.HEALTH),
                habit(1, here.gateway(), CLINICAL, Requests.PERSONAL),
                habit(1, here.gateway(), WORLD, Requests.HEALTH),
                habit(1, here.gateway(), REGIONAL, Requests.HEALTH),
                habit(1, here.lyon(), WORLD, Requests.PERSONAL));
    }

    private static Habit habit(int weight, Member member, String model, DataLabel label) {
        return new Habit(weight, member.address(), member.node().caller(), new Question(model, label, DEADLINE));
    }

    private static boolean allows(DataLabel label, NodeAddress asked, String site) {
        return asked.site().value().equals(site)
                || switch (label.dataClass()) {
                    case PUBLIC, INTERNAL -> SITES.contains(site);
                    case PERSONAL -> FOR_PERSONAL_DATA.contains(site);
                    case SPECIAL -> false;
                    default -> throw new IllegalArgumentException("nobody asks with " + label);
                };
    }
}
