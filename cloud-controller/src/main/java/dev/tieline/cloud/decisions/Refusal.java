package dev.tieline.cloud.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.cloud.placement.Rejection;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * By what nodes are refused, whichever they are.
 *
 * @param filter the filter
 * @param rule the policy rule that decided, where one did
 */
record Refusal(String filter, @Nullable String rule) implements Comparable<Refusal> {
    private static final Comparator<Refusal> ORDER = Comparator.comparing(Refusal::filter)
            .thenComparing(Refusal::rule, Comparator.nullsFirst(Comparator.naturalOrder()));

    static Refusal of(Rejection rejection) {
        return new Refusal(rejection.filter(), rejection.rule());
    }

    static Refusal read(YamlMap line) {
        var rule = line.get("rule").asScalar();
        return new Refusal(line.string("filter"), rule.type() == YamlScalar.Type.NULL ? null : rule.string());
    }

    /** How many nodes each refusal is of. */
    static SortedMap<Refusal, Integer> count(List<Rejection> rejections) {
        var counts = new TreeMap<Refusal, Integer>();
        rejections.forEach(rejection -> counts.merge(of(rejection), 1, Integer::sum));
        return counts;
    }

    /** At most so many rejections in the order given: one of each refusal, and of the others the first ones. */
    static List<Rejection> sample(List<Rejection> rejections, int most) {
        if (rejections.size() <= most) {
            return rejections;
        }
        var firsts = new LinkedHashMap<Refusal, Integer>();
        for (var i = 0; i < rejections.size(); i++) {
            firsts.putIfAbsent(of(rejections.get(i)), i);
        }
        var places = new TreeSet<Integer>();
        firsts.values().stream().limit(most).forEach(places::add);
        for (var i = 0; places.size() < most; i++) {
            places.add(i);
        }
        return places.stream().map(rejections::get).toList();
    }

    /** Whether it says something of the deployment: that a node is silent for a while does not. */
    boolean lasts() {
        return !filter.equals("freshness");
    }

    void writeTo(JsonGenerator json, int nodes) throws IOException {
        json.writeStartObject();
        json.writeStringField("filter", filter);
        json.writeStringField("rule", rule);
        json.writeNumberField("nodes", nodes);
        json.writeEndObject();
    }

    @Override
    public int compareTo(Refusal other) {
        return ORDER.compare(this, other);
    }
}
