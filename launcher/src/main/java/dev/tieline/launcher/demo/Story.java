package dev.tieline.launcher.demo;

import static dev.tieline.launcher.demo.DemoFederation.CLINIC;
import static dev.tieline.launcher.demo.DemoFederation.FRANKFURT;
import static dev.tieline.launcher.demo.DemoFederation.LYON;
import static dev.tieline.launcher.demo.DemoFederation.VIRGINIA;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.Surroundings;
import dev.tieline.launcher.infer.NodeClient;
import dev.tieline.launcher.infer.NodeClient.Answer;
import dev.tieline.launcher.infer.TextModel;
import dev.tieline.models.ModelName;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NOTE = "The patient was admitted at night with a fever and a dry cough. ";

    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Set<String> EEA = Set.of(CLINIC.site(), FRANKFURT.site(), LYON.site());
    private static final Map<String, String> PUBLIC = Map.of("Tieline-Class", "public");
    private static final Map<String, String> PERSONAL = Map.of("Tieline-Class", "personal");
    private static final Map<String, String> HEALTH = Map.of("Tieline-Class", "special", "Tieline-Tags", "health");

    private final Operator operator;
    private final Witness witness;
    private final TextModel minilm;
    private final Consumer<String> say;
    private final NodeClient gateway;
    private final Crowd crowd;

    Story(DemoFederation federation, Operator operator, Witness witness, TextModel minilm, Consumer<String> say) {
        this.operator = operator;
        this.witness = witness;
        this.minilm = minilm;
        this.say = say;
        this.gateway = new NodeClient(federation.gateway(), PATIENCE, new OipCodec(OipLimits.DEFAULT));
        this.crowd = new Crowd(gateway);
    }

    /** Plays it. @throws CommandFailure at the first step that does not hold */
    void play(Surroundings surroundings) throws InterruptedException {
        theOperatorSaysWhatIsWanted(surroundings);
        theFirstCallBringsTheModel();
        chapter("3. Sixteen callers at a time, at the clinic's gateway");
        publicWorkMayGoAnywhere();
        personalWorkStaysWithinTheEea();
        healthWorkNeverLeaves();
        theControllerSaysWhy();
        theWitnessAgrees();
        chapter("Every step held.");
    }

    private void theOperatorSaysWhatIsWanted(Surroundings surroundings) throws InterruptedException {
        chapter("1. The operator applies the site book, the policy, two models and where they are wanted");
        operator.apply(surroundings, say);
        operator.awaitPolicyAt(DemoFederation.MEMBERS.stream()
                .map(DemoFederation.Member::address)
                .toList());
        hold(true, "every node has the policy, and none was told of it at its start");
        operator.awaitReady("simple@1", 2);
        hold(true, "the model that is wanted without being asked for is ready");
    }

    private void theFirstCallBringsTheModel() throws InterruptedException {
        var text = "The patient has a fever and a cough.";
        chapter("2. A sentence becomes a vector, by a model that no node has until somebody asks");
        say.accept("   \"" + text + "\"");
        var first = Outcome.of(gateway.ask(minilm.request(text), PERSONAL));
        if (!(first instanceof Outcome.Warming warming)) {
            throw new CommandFailure(
                    "the demo expected that the first call is told to come again, and it was not: " + first);
        }
        say.accept("   -> " + warming.sentence() + "; try again in "
                + warming.retryAfter().toMillis() + " ms");
        hold(true, "the first call is told when to come again");
        var vector = minilm.vector(askUntilWarm(text, warming).response());
        say.accept(String.format(
                Locale.ROOT,
                "   -> %d numbers: %.4f, %.4f, %.4f, ...",
                vector.length,
                vector[0],
                vector[1],
                vector[2]));
    }

    /** Asks again when the answers say so, and no earlier. */
    private Answer.Given askUntilWarm(String text, Outcome.Warming first) throws InterruptedException {
        var end = System.nanoTime() + WARM_UP.toNanos();
        var warming = first;
        while (System.nanoTime() < end) {
            Thread.sleep(warming.retryAfter());
            var answer = gateway.ask(minilm.request(text), PERSONAL);
            switch (Outcome.of(answer)) {
                case Outcome.Warming again -> warming = again;
                case Outcome.Refused refused ->
                    throw new CommandFailure("the demo expected an answer, and was refused: " + refused.sentence());
                case Outcome.Answered answered -> {
                    say.accept("   answered by " + answered.site() + " in " + answered.jurisdiction() + " (route "
                            + answered.route() + "): " + answered.decision());
                    hold(EEA.contains(answered.site()), "it ran in the EEA, at a node that the controller chose");
                    hold(answered.route().equals("offload"), "it went there directly, not through the controller");
                    return (Answer.Given) answer;
                }
            }
        }
        throw new CommandFailure(
                "the demo waited " + WARM_UP.toSeconds() + " s in vain for its model: " + warming.sentence());
    }

    private void publicWorkMayGoAnywhere() throws InterruptedException {
        var outcomes = crowd.askUntil(seen -> sites(seen).contains(VIRGINIA.site()), sums(), PUBLIC);
        tell("public", outcomes);
        hold(!sites(outcomes).isEmpty(), "the nodes that have the model answered");
        var routes = operator.routes(CLINIC.address(), "simple", "public");
        hold(routes.verdict(VIRGINIA.address()).equals("route"), "it may go to Virginia, where work is cheap");
    }

    private void personalWorkStaysWithinTheEea() throws InterruptedException {
        var outcomes = crowd.askUntil(seen -> !sites(seen).isEmpty(), longText(), PERSONAL);
        tell("personal", outcomes);
        hold(!sites(outcomes).isEmpty(), "the nodes that have the model answered");
        hold(EEA.containsAll(sites(outcomes)), "none ran outside the EEA");
    }

    private void healthWorkNeverLeaves() throws InterruptedException {
        var outcomes = crowd.askUntil(seen -> !refused(seen).isEmpty(), longText(), HEALTH);
        tell("health", outcomes);
        var refused = refused(outcomes);
        hold(Set.of(CLINIC.site()).containsAll(sites(outcomes)), "none left the clinic");
        hold(!refused.isEmpty(), "what the gateway could not run itself was refused");
        hold(refused.stream().allMatch(each -> each.rule().equals(RULE)), "each refusal names the rule " + RULE);
        say.accept("     \"" + refused.getFirst().sentence() + "\"");
    }

    private void theControllerSaysWhy() throws InterruptedException {
        chapter("4. The controller says why");
        say.accept("   $ ./tieline why placement minilm");
        operator.whyPlacement("minilm").forEach(line -> say.accept("   " + line));
        say.accept("   $ ./tieline why route --from " + CLINIC.address() + " --model minilm --class personal");
        var routes = operator.routes(CLINIC.address(), "minilm", "personal");
        routes.lines().forEach(line -> say.accept("   " + line));
        hold(routes.verdict(VIRGINIA.address()).equals("denied"), "personal work to Virginia is denied");
    }

    private void theWitnessAgrees() {
        var sightings = witness.sightings();
        var counts = sightings.stream()
                .collect(Collectors.groupingBy(
                        seen -> seen.dataClass() + " to " + seen.to(), TreeMap::new, Collectors.counting()));
        chapter("5. What a listener at the broker saw, independent of what the nodes say");
        counts.forEach((what, count) -> say.accept("   %-28s %d".formatted(what, count)));
        hold(sightings.stream().allMatch(Story::isAllowed), "no personal work to Virginia, no health work anywhere");
        hold(!sightings.isEmpty(), "it did see the work that was sent on");
    }

    private static boolean isAllowed(Witness.Sighting seen) {
        return switch (seen.dataClass()) {
            case "public" -> true;
            case "personal" -> EEA.contains(seen.to()) || seen.to().equals(Witness.CONTROLLER);
            default -> false;
        };
    }

    private void chapter(String title) {
        say.accept("");
        say.accept(title);
    }

    private static InferenceRequest sums() {
        var row = new int[16];
        Arrays.setAll(row, i -> i);
        return InferenceRequest.of(
                ModelName.of("simple"),
                Tensor.ofInts("INPUT0", Shape.of(1, 16), row),
                Tensor.ofInts("INPUT1", Shape.of(1, 16), row));
    }

    private InferenceRequest longText() {
        return minilm.request(NOTE.repeat(16));
    }

    private void tell(String name, List<Outcome> outcomes) {
        var places = outcomes.stream()
                .filter(Outcome.Answered.class::isInstance)
                .map(Outcome.Answered.class::cast)
                .collect(Collectors.groupingBy(
                        each -> each.jurisdiction() + " (" + each.site() + ")", TreeMap::new, Collectors.counting()));
        var counts = places.entrySet().stream()
                .map(place -> place.getValue() + " in " + place.getKey())
                .collect(Collectors.joining(", "));
        var others =
                new TreeMap<>(Map.of("refused", refused(outcomes).size(), "told to come again", warming(outcomes)));
        others.values().removeIf(count -> count == 0);
        var told = Stream.concat(
                        Stream.of(counts).filter(text -> !text.isEmpty()),
                        others.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()))
                .collect(Collectors.joining(", "));
        say.accept("   %-8s %3d requests: %s".formatted(name, outcomes.size(), told));
    }

    private static Set<String> sites(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Answered.class::isInstance)
                .map(outcome -> ((Outcome.Answered) outcome).site())
                .collect(Collectors.toSet());
    }

    private static List<Outcome.Refused> refused(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(Outcome.Refused.class::cast)
                .toList();
    }

    private static int warming(List<Outcome> outcomes) {
        return (int) outcomes.stream().filter(Outcome.Warming.class::isInstance).count();
    }

    private void hold(boolean holds, String what) {
        if (!holds) {
            throw new CommandFailure("the demo expected that " + what + ", and it is not so. The logs of its processes"
                    + " lie in the folder named above.");
        }
        say.accept("     ok: " + what);
    }
}
