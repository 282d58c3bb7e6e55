package dev.tieline.launcher.demo;

import static dev.tieline.launcher.demo.DemoFederation.CLINIC;
import static dev.tieline.launcher.demo.DemoFederation.FRANKFURT;
import static dev.tieline.launcher.demo.DemoFederation.VIRGINIA;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.infer.NodeClient;
import dev.tieline.launcher.infer.NodeClient.Answer;
import dev.tieline.launcher.infer.TextModel;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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

    private final Witness witness;
    private final TextModel minilm;
    private final Consumer<String> say;
    private final NodeClient gateway;
    private final Crowd crowd;

    Story(DemoFederation federation, Witness witness, TextModel minilm, Consumer<String> say) {
        this.witness = witness;
        this.minilm = minilm;
        this.say = say;
        this.gateway = new NodeClient(federation.gateway(), PATIENCE, new OipCodec(OipLimits.DEFAULT));
        this.crowd = new Crowd(gateway);
    }

    /** Plays it. @throws CommandFailure at the first step that does not hold */
    void play() throws InterruptedException {
        aSentenceBecomesAVector();
        say.accept("");
        say.accept("2. More work than the clinic's gateway has slots, sixteen callers at a time");
        publicWorkGoesWhereItIsCheap();
        personalWorkStaysWithinTheEea();
        healthWorkNeverLeaves();
        theWitnessAgrees();
        say.accept("");
        say.accept("Every step held.");
    }

    private void aSentenceBecomesAVector() throws InterruptedException {
        var text = "The patient has a fever and a cough.";
        say.accept("");
        say.accept("1. A sentence becomes a vector, on the gateway in the clinic");
        if (!(gateway.ask(minilm.request(text), Map.of()) instanceof Answer.Given given)) {
            throw new CommandFailure("the gateway refused the first sentence of the demo");
        }
        var vector = minilm.vector(given.response());
        var outcome = (Outcome.Answered) Outcome.of(given);
        say.accept("   \"" + text + "\"");
        say.accept(String.format(
                Locale.ROOT,
                "   -> %d numbers: %.4f, %.4f, %.4f, ...",
                vector.length,
                vector[0],
                vector[1],
                vector[2]));
        say.accept("   answered by " + outcome.site() + " in " + outcome.jurisdiction() + ": " + outcome.decision());
        hold(outcome.site().equals(CLINIC.site()), "a gateway with a free slot answers itself");
    }

    private void publicWorkGoesWhereItIsCheap() throws InterruptedException {
        var outcomes = crowd.askUntil(
                seen -> sites(seen).contains(VIRGINIA.site()), longText(), Map.of("Tieline-Class", "public"));
        tell("public", outcomes);
        hold(refused(outcomes).isEmpty(), "all were answered");
        hold(sites(outcomes).contains(VIRGINIA.site()), "some ran in Virginia, the cheapest place that is allowed");
    }

    private void personalWorkStaysWithinTheEea() throws InterruptedException {
        var outcomes = crowd.askUntil(
                seen -> sites(seen).contains(FRANKFURT.site()), longText(), Map.of("Tieline-Class", "personal"));
        tell("personal", outcomes);
        hold(refused(outcomes).isEmpty(), "all were answered");
        hold(sites(outcomes).contains(FRANKFURT.site()), "some ran in Frankfurt");
        hold(Set.of(CLINIC.site(), FRANKFURT.site()).containsAll(sites(outcomes)), "none ran outside the EEA");
    }

    private void healthWorkNeverLeaves() throws InterruptedException {
        var outcomes = crowd.askUntil(
                seen -> !refused(seen).isEmpty(),
                longText(),
                Map.of("Tieline-Class", "special", "Tieline-Tags", "health"));
        tell("health", outcomes);
        var refused = refused(outcomes);
        hold(sites(outcomes).equals(Set.of(CLINIC.site())), "what was answered ran in the clinic");
        hold(!refused.isEmpty(), "what the gateway had no room for was refused");
        hold(refused.stream().allMatch(each -> each.rule().equals(RULE)), "each refusal names the rule " + RULE);
        say.accept("     \"" + refused.getFirst().sentence() + "\"");
    }

    private void theWitnessAgrees() {
        var sightings = witness.sightings();
        var counts = sightings.stream()
                .collect(Collectors.groupingBy(
                        seen -> seen.dataClass() + " to " + seen.to(), TreeMap::new, Collectors.counting()));
        say.accept("");
        say.accept("3. What a listener at the broker saw, independent of what the nodes say");
        counts.forEach((what, count) -> say.accept("   %-28s %d".formatted(what, count)));
        var allowed = Set.of(
                new Witness.Sighting(VIRGINIA.site(), "public"),
                new Witness.Sighting(FRANKFURT.site(), "public"),
                new Witness.Sighting(FRANKFURT.site(), "personal"));
        hold(allowed.containsAll(sightings), "no personal work to Virginia, no health work anywhere");
        hold(!sightings.isEmpty(), "it did see the work that was offloaded");
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
        var refusals = refused(outcomes).size();
        say.accept("   %-8s %3d requests: %s%s"
                .formatted(name, outcomes.size(), counts, refusals == 0 ? "" : ", " + refusals + " refused"));
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

    private void hold(boolean holds, String what) {
        if (!holds) {
            throw new CommandFailure("the demo expected that " + what + ", and it is not so. The logs of its processes"
                    + " lie in the folder named above.");
        }
        say.accept("     ok: " + what);
    }
}
