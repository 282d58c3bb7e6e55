package dev.tieline.policy.bundle;

import static dev.tieline.policy.DataClass.INTERNAL;
import static dev.tieline.policy.DataClass.PERSONAL;
import static dev.tieline.policy.DataClass.PUBLIC;
import static dev.tieline.policy.DataClass.SPECIAL;
import static dev.tieline.policy.bundle.Asked.about;
import static dev.tieline.policy.bundle.Asked.process;
import static dev.tieline.policy.bundle.Asked.relay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.Action;
import dev.tieline.policy.Misfit;
import dev.tieline.policy.Obligation;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles of several levels that decide together. */
class LevelsTest {
    private static final String DEFAULTS = "defaults: {public: allow, internal: allow}\n";

    private static BundleText text(Level level, String rest) {
        return text(level, "2026-01-01", "2027-01-01", rest);
    }

    private static BundleText text(Level level, String notBefore, String expires, String rest) {
        return new BundleText(level + ".yaml", """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: %s, version: 1, level: %s, notBefore: %s, expires: %s}
                """.formatted(level, level, notBefore, expires) + rest);
    }

    private static PolicySet read(BundleText... texts) {
        return PolicySetReader.read(List.of(texts));
    }

    private static PolicyEvaluator evaluator(BundleText... texts) {
        return new PolicyEvaluator(new BundleState.Valid(read(texts)));
    }

    private static String permit(String id, String match, String hops) {
        return "  - {id: %s, effect: permit, for: %s, hops: %s}\n".formatted(id, match, hops);
    }

    private static final BundleText PLATFORM = text(
            Level.PLATFORM, DEFAULTS + "rules:\n" + permit("p-eu", "{class: [personal]}", "{any: {country: [EU]}}"));

    @Nested
    class Narrowing {
        private final PolicyEvaluator narrowed = evaluator(
                text(
                        Level.TENANT,
                        "rules:\n"
                                + permit("a-german", "{class: [personal], action: [infer]}", "{any: {country: [DE]}}")),
                PLATFORM);

        @Test
        @Shows(Sentence.S9_NARROWS)
        void shouldNeedAPermitOfEachLevelThatHasOnesForTheAction() {
            assertThat(narrowed.permits(about(PERSONAL).via(process("DE")))).isTrue();
            assertThat(narrowed.permits(about(PERSONAL).via(process("FR")))).isFalse();
        }

        @Test
        @Shows(Sentence.S9_NARROWS)
        void shouldNarrowWhatADefaultAllowsToo() {
            assertThat(narrowed.permits(about(INTERNAL).via(process("US")))).isFalse();
        }

        @Test
        @Shows(Sentence.S9_ABSTAINS)
        void shouldAbstainWhereALevelHasNoPermitForTheAction() {
            assertThat(narrowed.permits(about(PERSONAL).action(Action.STORE).via(process("FR"))))
                    .isTrue();
        }

        @Test
        @Shows(Sentence.S9_NARROWS)
        void shouldNotPermitWhatTheLevelPlatformDoesNot() {
            var wider = evaluator(
                    PLATFORM, text(Level.SITE, "rules:\n" + permit("anywhere", "{class: [special]}", "{any: {}}")));

            assertThat(wider.permits(about(PERSONAL).via(process("US")))).isFalse();
        }

        @Test
        @Shows(Sentence.M_DECIDING)
        void shouldNameTheSmallestIdOfAllPermitsThatMatchAtAnyLevel() {
            var decision = narrowed.decide(about(PERSONAL).via(process("DE")));

            assertThat(decision.decidingRule()).isEqualTo("a-german");
            assertThat(decision.matched()).containsExactly("a-german", "p-eu");
            assertThat(decision.reason()).isEqualTo("rule a-german permits it");
        }

        @Test
        @Shows(Sentence.M_DECIDING)
        void shouldNameThePermitOfALowerLevelWhereTheDefaultOfThePlatformAllows() {
            var decision = narrowed.decide(about(PUBLIC).via(process("DE")));

            assertThat(decision.decidingRule()).isEqualTo("a-german");
        }

        @Test
        void shouldSayWhichLevelNarrowsItAndHowItsPermitsFailed() {
            var decision = narrowed.decide(about(PERSONAL).via(relay("DE"), process("FR")));

            assertThat(decision.decidingRule()).isNull();
            assertThat(decision.reason())
                    .isEqualTo("bundle tenant version 1 of the level tenant narrows it, and none of its permits"
                            + " matches; rule a-german failed at hop 2 (process worker: country FR, needs DE)");
            assertThat(decision.nearMisses())
                    .containsExactly(
                            new Misfit("a-german", new Misfit.At(2, process("FR")), "hops.any.country", "FR", "DE"));
        }

        @Test
        void shouldListTheNearMissesOfTheWidestLevelThatLacksAPermitFirst() {
            var decision = narrowed.decide(about(PERSONAL).via(process("US")));

            assertThat(decision.reason())
                    .startsWith("no rule permits it and personal has no default; rule p-eu failed");
            assertThat(decision.nearMisses()).extracting(Misfit::rule).containsExactly("p-eu", "a-german");
        }

        @Test
        @Shows({Sentence.S10, Sentence.S9_ABSTAINS})
        void shouldNotBeNarrowedByAPermitOnTrial() {
            var trial = text(
                    Level.DEVICE,
                    "rules: [{id: t, effect: permit, mode: audit, for: {class: [public]}, hops: {any: {country: [US]}}}]");

            var decision = evaluator(PLATFORM, trial).decide(about(PUBLIC).via(process("DE")));

            assertThat(decision.permitted()).isTrue();
            assertThat(decision.matched()).containsExactly("p-eu");
            assertThat(decision.audited()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(Level.class)
        @Shows(Sentence.S9_FORBIDS)
        void shouldForbidAtAnyLevel(Level level) {
            var forbid = "rules: [{id: no-us, effect: forbid, hops: {any: {country: [US]}}}]";
            var evaluator = level == Level.PLATFORM
                    ? evaluator(text(level, DEFAULTS + forbid))
                    : evaluator(PLATFORM, text(level, forbid));

            assertThat(evaluator.decide(about(PUBLIC).via(process("US"))).decidingRule())
                    .isEqualTo("no-us");
        }
    }

    @Nested
    @Shows(Sentence.S9_STATE)
    class WorstState {
        private final BundleText later = text(
                Level.TENANT,
                "2026-09-01",
                "2027-01-01",
                "rules: [{id: later, effect: forbid, for: {class: [public]}}]");
        private final BundleText gone = text(
                Level.TENANT,
                "2026-01-01",
                "2026-03-01",
                "rules: [{id: gone, effect: forbid, hops: {any: {country: [US]}}}]");

        @Test
        void shouldPermitOnlyWhatStaysWhileOneLevelIsNotInForceYetWhoseForbidsDoNotCount() {
            var evaluator = evaluator(PLATFORM, later);

            assertThat(evaluator.permits(about(PUBLIC).staying())).isTrue();
            assertThat(evaluator.decide(about(PUBLIC).via(process("DE"))).reason())
                    .isEqualTo("bundle tenant version 1 is not in force before 2026-09-01T00:00:00Z; only what stays on"
                            + " the node that asked is permitted");
        }

        @Test
        void shouldCountTheForbidsOfTheOtherLevelsMeanwhile() {
            var evaluator = evaluator(
                    text(Level.PLATFORM, DEFAULTS + "rules: [{id: none, effect: forbid, for: {class: [public]}}]"),
                    later);

            var decision = evaluator.decide(about(PUBLIC).staying());

            assertThat(decision.matched()).containsExactly("none");
        }

        @Test
        void shouldLetOnlyUntaggedPublicDataLeaveOnceOneLevelHasExpired() {
            var evaluator = evaluator(PLATFORM, gone);

            assertThat(evaluator.permits(about(PUBLIC).via(process("DE")))).isTrue();
            assertThat(evaluator.decide(about(PERSONAL).via(process("DE"))).reason())
                    .isEqualTo("bundle tenant version 1 expired at 2026-03-01T00:00:00Z; only public data without tags"
                            + " may leave, and this is personal");
            assertThat(evaluator.decide(about(PUBLIC).via(process("US"))).decidingRule())
                    .isEqualTo("gone");
        }

        @Test
        void shouldTakeTheWorseOfExpiredAndNotYetInForce() {
            var evaluator = evaluator(
                    text(Level.PLATFORM, "2026-01-01", "2026-03-01", DEFAULTS),
                    text(Level.SITE, "2026-09-01", "2027-01-01", "tags: [health]"));

            assertThat(evaluator.decide(about(PUBLIC).via(process("DE"))).reason())
                    .startsWith("bundle site version 1 is not in force");
        }

        @Test
        void shouldKnowTheWordsOfABundleThatIsNotInForce() {
            var evaluator = evaluator(
                    text(Level.PLATFORM, "rules: [{id: no-x, effect: forbid, for: {tags: [x]}}]\ntags: [x]"),
                    text(Level.SITE, "2026-09-01", "2027-01-01", "tags: [y]"));

            assertThat(evaluator.permits(about(PUBLIC, "y").staying())).isTrue();
            assertThat(evaluator.permits(about(PUBLIC, "z").staying())).isFalse();
        }
    }

    @Nested
    @Shows(Sentence.S7_ABSENT)
    class WithoutThePlatform {
        private final PolicyEvaluator evaluator = evaluator(
                text(
                        Level.TENANT,
                        "rules:\n  - {id: try, effect: forbid, mode: audit}\n"
                                + permit("p", "{class: [public]}", "{any: {}}")),
                text(Level.SITE, "rules: [{id: no-special, effect: forbid, for: {class: [special]}}]"));

        @Test
        void shouldLetOnlyStayWhatTheForbidsOfTheOtherLevelsDoNotDeny() {
            var stays = evaluator.decide(about(SPECIAL).staying());
            var leaves = evaluator.decide(about(SPECIAL).via(process("DE")));

            assertThat(evaluator.permits(about(SPECIAL).staying())).isFalse();
            assertThat(stays.decidingRule()).isEqualTo("no-special");
            assertThat(leaves.decidingRule()).isEqualTo("no-special");
            assertThat(leaves.matched()).containsExactly("no-special");
        }

        @Test
        void shouldNotCountTheForbidsOfALevelThatIsNotInForceYet() {
            var early = about(SPECIAL).at("2025-12-01T00:00:00Z");

            assertThat(evaluator.permits(early.staying())).isTrue();
            assertThat(evaluator.decide(early.via(process("DE"))).decidingRule())
                    .isNull();
        }

        @Test
        void shouldCountTheForbidsOfALevelThatHasExpired() {
            var late = about(SPECIAL).at("2027-12-01T00:00:00Z");

            assertThat(evaluator.permits(late.staying())).isFalse();
        }

        @Test
        void shouldLetNothingLeaveWhateverPermitMatches() {
            var decision = evaluator.decide(about(PUBLIC).via(process("DE")));

            assertThat(decision.reason())
                    .isEqualTo("there is no valid bundle: none of the level platform stands beside tenant version 1,"
                            + " site version 1; only what stays on the node that asked is permitted");
            assertThat(decision.audited()).containsExactly("try");
            assertThat(evaluator.permits(about(PUBLIC).via(process("DE")))).isFalse();
            assertThat(evaluator.permits(about(PUBLIC).staying())).isTrue();
            assertThat(evaluator.decide(about(PUBLIC).staying()).permitted()).isTrue();
        }
    }

    @Nested
    class Reading {

        @Test
        void shouldOrderBundlesFromThePlatformDown() {
            var set = read(text(Level.DEVICE, ""), text(Level.TENANT, ""), PLATFORM);

            assertThat(set.bundles())
                    .extracting(PolicyBundle::level)
                    .containsExactly(Level.PLATFORM, Level.TENANT, Level.DEVICE);
            assertThat(set.platform()).map(PolicyBundle::id).contains("platform");
            assertThat(set.find(Level.SITE)).isEmpty();
            assertThat(set).hasToString("platform version 1, tenant version 1, device version 1");
        }

        @Test
        @Shows(Sentence.S9_WORDS)
        void shouldLetABundleNameWhatAnotherDeclares() {
            var set = read(
                    text(Level.PLATFORM, "tags: [health]\npurposes: [care]\nblocs: {NEAR: [FAR], HERE: [DE]}"),
                    text(Level.TENANT, """
                            blocs: {FAR: [HERE, CH]}
                            rules: [{id: a, effect: forbid, for: {tags: [health], purpose: [care]}, hops: {any: {country: [NEAR]}}}]
                            """));

            assertThat(new PolicyEvaluator(new BundleState.Valid(set))
                            .decide(about(PUBLIC, "health").purpose("care").via(process("CH")))
                            .decidingRule())
                    .isEqualTo("a");
        }

        @Test
        void shouldRefuseASecondBundleOfALevel() {
            assertThatThrownBy(() -> read(
                            text(Level.SITE, ""),
                            new BundleText("b.yaml", text(Level.SITE, "").text())))
                    .isInstanceOf(DocumentException.class)
                    .hasMessage("b.yaml:2: bundle.level: there is a bundle of the level site already, in site.yaml, and"
                            + " each level has one at most");
        }

        @Test
        void shouldRefuseTwoBundlesOfOneId() {
            var namesake = text(Level.SITE, "").text().replace("id: " + Level.SITE, "id: " + Level.TENANT);

            assertThatThrownBy(() -> read(text(Level.TENANT, ""), new BundleText("b.yaml", namesake)))
                    .isInstanceOf(DocumentException.class)
                    .hasMessage(
                            "b.yaml:2: bundle.id: there is a bundle with the id tenant already, of the level tenant");
        }

        @Test
        @Shows(Sentence.S9_WORDS)
        void shouldRefuseARuleIdThatAnotherLevelHas() {
            assertThatThrownBy(() -> read(
                            text(Level.PLATFORM, "rules: [{id: a, effect: forbid}]"),
                            text(Level.SITE, "\nrules: [{id: a, effect: forbid}]")))
                    .hasMessage("site.yaml:4: rules[0].id: the rule id 'a' stands here a second time; the first is at"
                            + " platform.yaml:3");
        }

        @Test
        @Shows(Sentence.S9_WORDS)
        void shouldRefuseABlocThatAnotherLevelDeclares() {
            assertThatThrownBy(() ->
                            read(text(Level.PLATFORM, "blocs: {NEAR: [DE]}"), text(Level.SITE, "blocs: {NEAR: [DE]}")))
                    .hasMessage("site.yaml:3: blocs.NEAR: the bloc NEAR is declared already, at platform.yaml:3. Maybe"
                            + " declare it there only: it holds for all levels");
        }

        @Test
        @Shows(Sentence.S9_WORDS)
        void shouldRefuseABlocThatContainsItselfAcrossLevels() {
            assertThatThrownBy(() ->
                            read(text(Level.PLATFORM, "blocs: {A1: [B1]}"), text(Level.SITE, "blocs: {B1: [A1]}")))
                    .hasMessage("site.yaml:3: blocs.B1[0]: the bloc A1 contains itself: A1 -> B1 -> A1");
        }
    }

    @Nested
    @Shows(Sentence.M_OBLIGE)
    class Obligations {
        private static final String OBLIGING =
                "rules: [{id: o, effect: permit, for: {class: [public]}, hops: {any: {country: [EU]}}, oblige: [audit]}]";

        @Test
        void shouldAskWhatThePermitsThatMatchAsk() {
            var evaluator = evaluator(PLATFORM, text(Level.TENANT, OBLIGING));

            assertThat(evaluator.decide(about(PUBLIC).via(process("DE"))).obligations())
                    .containsExactly(Obligation.AUDIT);
        }

        @Test
        void shouldAskNothingWhereAnotherPermitMatchesOrNoneIsNeeded() {
            var evaluator = evaluator(text(
                    Level.PLATFORM, OBLIGING.replace("]}}, oblige", "]}}, mode: audit, oblige") + "\n" + DEFAULTS));

            assertThat(evaluator.decide(about(PUBLIC).via(process("DE"))).obligations())
                    .isEmpty();
            assertThat(evaluator.decide(about(PUBLIC).staying()).obligations()).isEmpty();
        }
    }

    @Nested
    @Shows(Sentence.S10)
    class OnTrial {
        private final PolicyEvaluator evaluator = evaluator(text(Level.PLATFORM, DEFAULTS + """
                rules:
                  - {id: z-forbid, effect: forbid, mode: audit, hops: {any: {country: [DE]}}}
                  - {id: a-permit, effect: permit, mode: audit, for: {class: [special]}, hops: {process: {}}}
                  - {id: m-forbid, effect: forbid, mode: enforce, hops: {any: {country: [US]}}}
                """));

        @Test
        void shouldNameTheRulesThatMatchAndGoAsIfTheyWereNotThere() {
            var permitted = evaluator.decide(about(PUBLIC).via(process("DE")));
            var forbidden = evaluator.decide(about(PUBLIC).via(process("US")));
            var denied = evaluator.decide(about(PERSONAL).via(process("DE")));

            assertThat(permitted.permitted()).isTrue();
            assertThat(permitted.matched()).isEmpty();
            assertThat(permitted.audited()).containsExactly("a-permit", "z-forbid");
            assertThat(forbidden.matched()).containsExactly("m-forbid");
            assertThat(forbidden.audited()).containsExactly("a-permit");
            assertThat(denied.permitted()).isFalse();
            assertThat(denied.nearMisses()).isEmpty();
            assertThat(denied.audited()).containsExactly("a-permit", "z-forbid");
        }

        @Test
        void shouldNameNoneOfABundleThatIsNotInForce() {
            var early = about(PUBLIC).at("2025-12-01T00:00:00Z").via(process("DE"));
            var late = about(PUBLIC).at("2027-12-01T00:00:00Z").via(process("DE"));

            assertThat(evaluator.decide(early).audited()).isEmpty();
            assertThat(evaluator.decide(late).audited()).containsExactly("a-permit", "z-forbid");
        }

        @Test
        void shouldBeAmongTheRulesOfTheBundle() {
            assertThat(Stream.of(evaluator.state())
                            .map(BundleState.Valid.class::cast)
                            .flatMap(valid -> valid.policy().bundles().stream())
                            .flatMap(bundle -> bundle.rules().stream()))
                    .containsExactly("a-permit", "m-forbid", "z-forbid");
        }
    }
}
