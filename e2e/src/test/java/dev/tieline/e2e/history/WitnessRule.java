package dev.tieline.e2e.history;

import dev.tieline.e2e.history.Outcome.Answered;
import dev.tieline.e2e.history.Violation.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the witness saw data only where they may be, and whether answers tell of their way what the witness saw. */
final class WitnessRule {
    /** What an answer tells that was made by the asked node itself. */
    private static final Set<String> STAYED = Set.of("local", "queued");

    private final AllowedPlaces places;
    private final Evidence evidence;
    private final Map<Integer, Call> calls = new HashMap<>();

    /** The nodes that a call was seen on its way to, as the end of the topic. */
    private final Map<Integer, Set<String>> ways = new HashMap<>();

    WitnessRule(AllowedPlaces places, Evidence evidence) {
        this.places = places;
        this.evidence = evidence;
        Stream.of(evidence.earlier(), evidence.calls())
                .flatMap(List::stream)
                .forEach(call -> calls.put(call.number(), call));
        for (var sighting : evidence.sightings()) {
            sighting.number()
                    .ifPresent(number -> ways.computeIfAbsent(number, unseen -> new HashSet<>())
                            .add(sighting.topic()));
        }
    }

    /** What is wrong with the way of an answer, if anything. */
    Optional<Violation> toldWay(Call call, Answered answer) {
        var stayed = STAYED.contains(answer.route());
        var here = answer.site().equals(call.asked().site().value())
                && answer.node().equals(call.asked().node().value());
        if (stayed != here) {
            return violation(Rule.TOLD_WAY, "the route " + answer.route() + " does not lead to its node", call);
        }
        return here || seen(call, answer) || blind(call)
                ? Optional.empty()
                : violation(
                        Rule.TOLD_WAY,
                        "its data were never seen on their way to " + answer.site() + "/" + answer.node(),
                        call);
    }

    private boolean seen(Call call, Answered answer) {
        return ways.getOrDefault(call.number(), Set.of()).stream()
                .anyMatch(topic -> topic.endsWith("/work/" + answer.site() + "/" + answer.node()));
    }

    private boolean blind(Call call) {
        return evidence.blind().stream().anyMatch(span -> span.touches(call.sent(), call.ended()));
    }

    /** What is wrong with the place of a sighting, if anything. */
    Optional<Violation> allowedWay(Sighting sighting) {
        var data = "data on " + sighting.topic() + " that are those of no call: ";
        if (sighting.number().isEmpty()) {
            return Optional.of(new Violation(Rule.ALLOWED_WAY, data + "they cannot be read"));
        }
        int number = sighting.number().getAsInt();
        var call = calls.get(number);
        if (call == null) {
            return Optional.of(new Violation(Rule.ALLOWED_WAY, data + "their number is " + number));
        }
        return places.allows(call.question().label(), call.asked(), sighting.site())
                ? Optional.empty()
                : violation(
                        Rule.ALLOWED_WAY,
                        "its data were sent to " + sighting.site() + " on " + sighting.topic()
                                + ", where they may not be",
                        call);
    }

    private static Optional<Violation> violation(Rule rule, String what, Call call) {
        return Optional.of(new Violation(rule, what + ": " + call));
    }
}
