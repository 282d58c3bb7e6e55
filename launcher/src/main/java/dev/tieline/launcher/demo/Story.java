package dev.tieline.launcher.demo;

import static dev.tieline.launcher.demo.DemoFederation.CLINIC;
import static dev.tieline.launcher.demo.DemoFederation.FRANKFURT;
import static dev.tieline.launcher.demo.DemoFederation.LYON;
import static dev.tieline.launcher.demo.DemoFederation.VIRGINIA;

import dev.tieline.client.Answer;
import dev.tieline.client.RefusedException;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.federation.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The story of the demo, each step checked.
 *
 * <p>Checks are on sets (where may this run, where did it run), never on rates: how much spills depends on the machine,
 * where it may spill to does not.
 */
final class Story {
    private static final String RULE = "health-never-leaves";
    private static final String NOTE = "The patient was admitted at night with a fever and a dry cough. ";

    private static final Duration WARM_UP = Duration.ofMinutes(2);
    static final Set<String> EEA = Set.of(CLINIC.site(), FRANKFURT.site(), LYON.site());

    private final Scene scene;
    private final Operator operator;
    private final Narrator narrator;

    Story(Scene scene) {
        this.scene = scene;
        this.operator = scene.operator();
        this.narrator = scene.narrator();
    }

    /** Plays it. @throws CommandFailure at the first step that does not hold */
    void play(Surroundings surroundings) throws InterruptedException {
        theOperatorSaysWhatIsWanted(surroundings);
        theFirstCallBringsTheModel();
        narrator.chapter("3. Sixteen callers at a time, at the clinic's gateway");
        publicWorkMayGoAnywhere();
        personalWorkStaysWithinTheEea();
        healthWorkNeverLeaves();
        theControllerSaysWhy();
        new Breakdowns(scene).play(surroundings);
        theWitnessAgrees();
        narrator.chapter("Every step held.");
    }

    private void theOperatorSaysWhatIsWanted(Surroundings surroundings) throws InterruptedException {
        narrator.chapter("1. The operator applies the site book, the policy, two models and where they are wanted");
        var root = surroundings.root();
        var files = List.of(
                root.resolve("devices/profiles/sites-demo.yaml"),
                root.resolve("policy/rules/acme-eu.yaml"),
                surroundings.catalog().resolve("simple.yaml"),
                surroundings.catalog().resolve("minilm.yaml"),
                root.resolve("models/deployments"));
        operator.apply(files, surroundings.models(), line -> narrator.say("  " + line));
        operator.awaitPolicyAt(scene.federation().nodes());
        narrator.hold(true, "every node has the policy, and none was told of it at its start");
        operator.awaitReady("simple@1", 2);
        narrator.hold(true, "the model that is wanted without being asked for is ready");
    }

    private void theFirstCallBringsTheModel() throws InterruptedException {
        var text = "The patient has a fever and a cough.";
        narrator.chapter("2. A sentence becomes a vector, by a model that no node has until somebody asks");
        narrator.say("\"" + text + "\"");
        var question = scene.meaning(text, DemoData.PERSONAL);
        var first = Outcome.of(question);
        if (!(first instanceof Outcome.Warming warming)) {
            throw new CommandFailure(
                    "the demo expected that the first call is told to come again, and it was not: " + first);
        }
        narrator.say("-> " + warming.sentence() + "; try again in "
                + warming.retryAfter().toMillis() + " ms");
        narrator.hold(true, "the first call is told when to come again");
        var vector = scene.vector(askUntilWarm(question, warming));
        narrator.say(String.format(
                Locale.ROOT, "-> %d numbers: %.4f, %.4f, %.4f, ...", vector.length, vector[0], vector[1], vector[2]));
    }

    /** Asks again when the answers say so, and no earlier. */
    private Answer askUntilWarm(Question question, Outcome.Warming first) throws InterruptedException {
        var end = System.nanoTime() + WARM_UP.toNanos();
        var warming = first;
        while (System.nanoTime() < end) {
            Thread.sleep(warming.retryAfter());
            try {
                var answer = question.ask();
                tellWhere(Outcome.answered(answer));
                return answer;
            } catch (RefusedException e) {
                if (!(Outcome.refused(e) instanceof Outcome.Warming again)) {
                    throw new CommandFailure("the demo expected an answer, and was refused: " + e.getMessage(), e);
                }
                warming = again;
            }
        }
        throw new CommandFailure(
                "the demo waited " + WARM_UP.toSeconds() + " s in vain for its model: " + warming.sentence());
    }

    private void tellWhere(Outcome.Answered answered) {
        narrator.say(answered.inWords());
        narrator.hold(EEA.contains(answered.site()), "it ran in the EEA, at a node that the controller chose");
        narrator.hold(answered.route().equals("offload"), "it went there directly, not through the controller");
    }

    private void publicWorkMayGoAnywhere() throws InterruptedException {
        var outcomes = Crowd.askUntil(seen -> seen.sites().contains(VIRGINIA.site()), scene.sums(DemoData.PUBLIC));
        tell("public", outcomes);
        narrator.hold(!outcomes.sites().isEmpty(), "the nodes that have the model answered");
        var routes = operator.routes(CLINIC.address(), "simple", "public");
        narrator.hold(routes.verdict(VIRGINIA.address()).equals("route"), "it may go to Virginia, where work is cheap");
    }

    private void personalWorkStaysWithinTheEea() throws InterruptedException {
        var outcomes = Crowd.askUntil(seen -> !seen.sites().isEmpty(), longText(DemoData.PERSONAL));
        tell("personal", outcomes);
        narrator.hold(!outcomes.sites().isEmpty(), "the nodes that have the model answered");
        narrator.hold(EEA.containsAll(outcomes.sites()), "none ran outside the EEA");
    }

    private void healthWorkNeverLeaves() throws InterruptedException {
        var outcomes = Crowd.askUntil(seen -> !seen.refused().isEmpty(), longText(DemoData.HEALTH));
        tell("health", outcomes);
        var refused = outcomes.refused();
        narrator.hold(Set.of(CLINIC.site()).containsAll(outcomes.sites()), "none left the clinic");
        narrator.hold(!refused.isEmpty(), "what the gateway could not run itself was refused");
        narrator.hold(
                refused.stream().allMatch(each -> each.rule().equals(RULE)), "each refusal names the rule " + RULE);
        narrator.say("  \"" + refused.getFirst().sentence() + "\"");
    }

    private void theControllerSaysWhy() throws InterruptedException {
        narrator.chapter("4. The controller says why");
        narrator.say("$ ./tieline why placement minilm");
        operator.whyPlacement("minilm").forEach(narrator::say);
        narrator.say("$ ./tieline why route --from " + CLINIC.address() + " --model minilm --class personal");
        var routes = operator.routes(CLINIC.address(), "minilm", "personal");
        routes.lines().forEach(narrator::say);
        narrator.hold(routes.verdict(VIRGINIA.address()).equals("denied"), "personal work to Virginia is denied");
    }

    private void theWitnessAgrees() {
        var sightings = scene.witness().sightings();
        var counts = sightings.stream()
                .collect(Collectors.groupingBy(
                        seen -> seen.dataClass() + " to " + seen.to(), TreeMap::new, Collectors.counting()));
        narrator.chapter("8. What a listener at the broker saw, independent of what the nodes say");
        counts.forEach((what, count) -> narrator.say("%-28s %d".formatted(what, count)));
        narrator.say("It lost the broker when everybody did, and vouches for nothing that passed until it listened");
        narrator.say("again. The story asked for nothing in that time.");
        narrator.hold(
                sightings.stream().allMatch(Story::isAllowed), "no personal work to Virginia, no health work anywhere");
        narrator.hold(
                Stream.of(false, true)
                        .allMatch(after -> sightings.stream().anyMatch(seen -> seen.afterLoss() == after)),
                "it did see the work that was sent on, before the broker died and after");
    }

    private static boolean isAllowed(Witness.Sighting seen) {
        return switch (seen.dataClass()) {
            case "public" -> true;
            case "personal" -> EEA.contains(seen.to()) || seen.to().equals(Witness.CONTROLLER);
            default -> false;
        };
    }

    private Question longText(DemoData data) {
        return scene.meaning(NOTE.repeat(16), data);
    }

    private void tell(String name, Outcomes outcomes) {
        narrator.say("%-8s %s".formatted(name, outcomes));
    }
}
