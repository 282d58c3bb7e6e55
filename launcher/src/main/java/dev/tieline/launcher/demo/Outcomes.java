package dev.tieline.launcher.demo;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of many requests. */
record Outcomes(List<Outcome> all) {

    Outcomes {
        all = List.copyOf(all);
    }

    static Outcomes of(Collection<? extends Outcome> all) {
        return new Outcomes(List.copyOf(all));
    }

    /** The sites that answered. */
    Set<String> sites() {
        return answered().map(Outcome.Answered::site).collect(Collectors.toSet());
    }

    List<Outcome.Refused> refused() {
        return all.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(Outcome.Refused.class::cast)
                .toList();
    }

    /** One line, such as {@code 32 requests: 10 in DE (clinic-berlin), 22 refused}. */
    @Override
    public String toString() {
        var places = answered()
                .collect(Collectors.groupingBy(
                        each -> each.jurisdiction() + " (" + each.site() + ")", TreeMap::new, Collectors.counting()));
        var warming =
                (int) all.stream().filter(Outcome.Warming.class::isInstance).count();
        var others = new TreeMap<>(Map.of("refused", refused().size(), "told to come again", warming));
        others.values().removeIf(count -> count == 0);
        return Stream.concat(
                        places.entrySet().stream().map(place -> place.getValue() + " in " + place.getKey()),
                        others.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()))
                .collect(Collectors.joining(", ", "%3d requests: ".formatted(all.size()), ""));
    }

    private Stream<Outcome.Answered> answered() {
        return all.stream().filter(Outcome.Answered.class::isInstance).map(Outcome.Answered.class::cast);
    }
}
