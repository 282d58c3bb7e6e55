package dev.tieline.launcher.demo;

import static dev.tieline.launcher.demo.DemoFederation.CLINIC;
import static dev.tieline.launcher.demo.DemoFederation.FRANKFURT;
import static dev.tieline.launcher.demo.DemoFederation.LYON;
import static dev.tieline.launcher.demo.DemoFederation.PLACES;
import static dev.tieline.launcher.demo.DemoFederation.VIRGINIA;
import static dev.tieline.launcher.demo.Story.EEA;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.demo.DemoFederation.Place;
import dev.tieline.launcher.federation.Federation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last part of the story: members of the federation are killed and come back, and the rules hold meanwhile.
 *
 * <p>Checks are on sets here too. How long it takes is measured by {@code ./tieline bench failover}.
 */
final class Breakdowns {
    private static final String MINILM = "minilm@1";
    private static final String TEXT = "The patient has a fever and a cough.";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int CALLERS = 4;

    private final DemoFederation federation;
    private final Scene scene;
    private final Narrator narrator;

    Breakdowns(Scene scene) {
        this.scene = scene;
        this.federation = scene.federation();
        this.narrator = scene.narrator();
    }

    /** Plays it. @throws CommandFailure at the first step that does not hold */
    void play(Surroundings surroundings) throws InterruptedException {
        frankfurtDies(surroundings);
        var loaded = loaded();
        theBrokerDies();
        everythingComesBack();
        narrator.hold(
                loaded().equals(loaded),
                "no model was loaded again in " + names(loaded.keySet()) + ", which lived through it");
    }

    private void frankfurtDies(Surroundings surroundings) throws InterruptedException {
        narrator.chapter("5. Frankfurt is killed (kill -9) while the clinic sends personal work");
        var two = surroundings.root().resolve("models/deployments/resilient/minilm.yaml");
        scene.operator().apply(List.of(two), surroundings.models(), line -> narrator.say("  " + line));
        awaitRoutes(Set.of(FRANKFURT, LYON));
        narrator.hold(true, "the model is in Frankfurt and in Lyon, and nowhere else");
        try (var callers = Callers.asking(CALLERS, text())) {
            callers.await(
                    "an answer from Frankfurt", call -> sites(List.of(call)).contains(FRANKFURT.site()));
            federation.node(FRANKFURT).kill();
            var killed = System.nanoTime();
            scene.operator().awaitState(List.of(FRANKFURT.address()), Set.of("lost", "stale"));
            narrator.hold(true, "the controller has noticed");
            awaitRoutes(Set.of(LYON));
            narrator.hold(true, "the routes of the clinic do not name Frankfurt any more");
            callers.await(
                    "an answer to what was asked after the death of Frankfurt",
                    call -> isAfter(call, killed) && !sites(List.of(call)).isEmpty());
            check(callers.dismiss(), killed);
        }
        var placed = scene.operator().placed("minilm");
        scene.operator().whyPlacement("minilm").forEach(narrator::say);
        narrator.hold(
                placed.equals(Set.of(LYON.address())), "the model is placed in Lyon, and nowhere outside the EEA");
    }

    private void check(List<Callers.Call> calls, long killed) {
        var all = Outcomes.of(calls.stream().map(Callers.Call::outcome).toList());
        var after = sites(calls.stream().filter(call -> isAfter(call, killed)).toList());
        narrator.say("personal " + all);
        narrator.hold(
                all.refused().stream().noneMatch(refused -> refused.sentence().isBlank()),
                "every request was answered, or refused with the reason");
        all.refused().stream().findFirst().ifPresent(refused -> narrator.say("  \"" + refused.sentence() + "\""));
        narrator.hold(EEA.containsAll(all.sites()), "no answer came from Virginia");
        narrator.hold(
                after.equals(Set.of(LYON.site())), "what was asked after the death of Frankfurt was answered in Lyon");
    }

    private void theBrokerDies() throws InterruptedException {
        narrator.chapter("6. The broker is killed, then the clinic's gateway, which starts again without a broker");
        federation.broker().kill();
        scene.witness().awaitLost();
        federation.node(CLINIC).kill();
        var unused = federation.node(CLINIC).start().await(Federation.answering(federation.node(CLINIC)));
        narrator.hold(true, "the gateway is ready, with what it finds on its disk");
        var local = askUntilAnswered(scene.sums(DemoData.PERSONAL));
        narrator.say("personal work for a model that it holds: answered by " + local.site() + " (route " + local.route()
                + ")");
        narrator.hold(local.site().equals(CLINIC.site()), "it serves what it can serve itself");
        switch (Outcome.of(text())) {
            case Outcome.Refused refused -> {
                narrator.say("personal work for one that it does not hold: \"" + refused.sentence() + "\"");
                narrator.hold(
                        refused.sentence().contains("broker"), "what would have to leave is refused, and it says why");
            }
            case Outcome other ->
                throw new CommandFailure(
                        "the demo expected a refusal while there is no broker, and this came: " + other);
        }
    }

    private void everythingComesBack() throws InterruptedException {
        narrator.chapter("7. The broker comes back, with nothing in its memory, and so does Frankfurt");
        var unused = federation.broker().start().awaitReady();
        var back = Instant.now();
        unused = federation.node(FRANKFURT).start().awaitReady();
        scene.witness().awaitBack();
        scene.operator().awaitHeardSince(back, federation.nodes());
        narrator.hold(true, "the controller hears of every node again");
        awaitRoutes(Set.of(FRANKFURT, LYON));
        scene.operator().awaitReady(MINILM, 2);
        narrator.hold(true, "the routes are whole again");
        var answered = askUntilAnswered(text());
        narrator.say(answered.inWords());
        narrator.hold(EEA.contains(answered.site()), "personal work leaves the clinic again, and stays in the EEA");
    }

    /** How many models have been loaded since the start, at each node that is never killed. */
    private Map<Place, Long> loaded() {
        return PLACES.stream()
                .filter(place -> place.equals(LYON) || place.equals(VIRGINIA))
                .collect(Collectors.toMap(
                        place -> place,
                        place -> federation.node(place).output().stream()
                                .filter(line -> line.contains("Loaded "))
                                .count()));
    }

    private void awaitRoutes(Set<Place> places) throws InterruptedException {
        var wanted = places.stream().map(Place::address).collect(Collectors.toSet());
        scene.operator().awaitRoutes(CLINIC.address(), "minilm", "personal", wanted);
    }

    private Outcome.Answered askUntilAnswered(Question question) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var outcome = Outcome.of(question);
            if (outcome instanceof Outcome.Answered answered) {
                return answered;
            }
            if (System.nanoTime() > end) {
                throw new CommandFailure(
                        "the demo waited " + PATIENCE.toSeconds() + " s in vain for an answer; the last: " + outcome);
            }
            Thread.sleep(PAUSE);
        }
    }

    private Question text() {
        return scene.meaning(TEXT, DemoData.PERSONAL);
    }

    private static boolean isAfter(Callers.Call call, long instant) {
        return call.begun() - instant >= 0;
    }

    private static Set<String> sites(List<Callers.Call> calls) {
        return Outcomes.of(calls.stream().map(Callers.Call::outcome).toList()).sites();
    }

    private static String names(Set<Place> places) {
        return places.stream().map(Place::site).sorted().collect(Collectors.joining(" and "));
    }
}
