package dev.tieline.policy.bundle;

import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The index has to find a match wherever asking each rule finds one, and nowhere else. */
class RuleIndexTest {
    private static final List<String> MATCHES = List.of(
            "class: [public]",
            "class: [personal]",
            "class: [special], tags: [health]",
            "class: [internal], action: [infer, train]",
            "class: [special], purpose: [billing]",
            "class: [special], purpose: [billing, diagnostics], action: [store]",
            "class: [personal], transform: [aggregate]");

    private static PolicyBundle bundle(String effect) {
        var rules = new StringBuilder("rules:\n");
        for (var i = 0; i < MATCHES.size(); i++) {
            rules.append("  - {id: r")
                    .append(i)
                    .append(", effect: ")
                    .append(effect)
                    .append(", for: {")
                    .append(MATCHES.get(i))
                    .append("}, hops: {any: {country: [DE]}}}\n");
        }
        return Bundles.bundle(rules.toString());
    }

    private static List<Asked> questions() {
        var questions = new ArrayList<Asked>();
        for (var dataClass : DataClass.values()) {
            for (var action : Action.values()) {
                for (var purpose : Arrays.asList("billing", "diagnostics", "undeclared", null)) {
                    for (var transform : Arrays.asList(Transform.RAW, Transform.AGGREGATE, null)) {
                        questions.add(
                                about(dataClass).action(action).purpose(purpose).transform(transform));
                        questions.add(about(dataClass, "health")
                                .action(action)
                                .purpose(purpose)
                                .transform(transform));
                    }
                }
            }
        }
        return questions;
    }

    private static void shouldAgree(List<? extends Rule> rules) {
        for (var each : rules) {
            var index = new RuleIndex(List.of(each));
            for (var question : questions()) {
                for (var country : List.of("DE", "FR")) {
                    var request = question.via(process(country));

                    assertThat(index.anyMatches(request))
                            .as("%s asked about %s", each.id(), request)
                            .isEqualTo(each.matches(request));
                }
            }
        }
    }

    @Test
    void shouldFindTheForbidsThatMatch() {
        shouldAgree(bundle("forbid").forbids());
    }

    @Test
    void shouldFindThePermitsThatMatch() {
        shouldAgree(bundle("permit").permits());
    }

    @Test
    void shouldFindAForbidThatNamesNothing() {
        shouldAgree(Bundles.bundle("rules: [{id: a, effect: forbid, hops: {process: {country: [DE]}}}]")
                .forbids());
    }

    @Test
    void shouldFindOneAmongMany() {
        var index = new RuleIndex(bundle("forbid").forbids());

        assertThat(index.anyMatches(about(DataClass.PUBLIC).purpose("billing").via(process("DE"))))
                .isTrue();
        assertThat(index.anyMatches(about(DataClass.PUBLIC).purpose("billing").via(process("FR"))))
                .isFalse();
    }
}
