package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.SiteId;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.models.infer.Mismatch;
import dev.tieline.policy.DataLabel;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionPointTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final DecisionPoint policy = new DecisionPoint(
            World.device(World.CLINIC),
            () -> {
                looks.incrementAndGet();
                return World.knowledge();
            },
            World.CLOCK,
            new Random(1));

    @Test
    void shouldDecideOnOneViewOfTheWorld() {
        var decision = policy.leave(Calls.simple(World.PERSONAL), World.FRANKFURT);

        assertThat(decision.permitted()).isTrue();
        assertThat(looks)
                .as("a path of one site book, judged by the rules of another")
                .hasValue(1);
    }

    @Test
    void shouldAcceptByItsOwnFactsOfTheSiteThatAsks() {
        assertThat(policy.accept(World.PERSONAL, null, World.FRANKFURT.site()).permitted())
                .isTrue();
        assertThat(policy.accept(World.HEALTH, null, World.FRANKFURT.site()).permitted())
                .isFalse();
    }

    /** The site's own facts and those of its broker count, which reads what passes it. */
    @Test
    void shouldAskForTheWayOverTheBrokerBackToItsOwnSite() {
        assertThat(policy.answer(Calls.simple(World.PERSONAL)).permitted()).isTrue();
        assertThat(policy.answer(Calls.simple(World.HEALTH)).decidingRule()).isEqualTo("health-never-leaves");
        assertThat(policy.stay(Calls.simple(World.HEALTH)).permitted())
                .as("it may run where it came from")
                .isTrue();
    }

    @Test
    void shouldNotPermitPersonalAnswersOverABrokerOfWhichNothingIsKnown() {
        var known = World.knowledge();
        var sites = SiteBook.read("sites.yaml", """
                apiVersion: tieline.dev/sites/v1
                version: 1
                expires: 2027-01-01T00:00:00Z
                sites: [{id: clinic-berlin, country: DE, operator_home: DE}]
                """);
        var alone = World.decisionPoint(World.CLINIC, new Knowledge(sites, known.policy(), known.routes()));

        assertThat(alone.answer(Calls.simple(World.PERSONAL)).permitted()).isFalse();
        assertThat(alone.answer(Calls.simple(DataLabel.PUBLIC)).permitted()).isTrue();
    }

    @Test
    void shouldAskForAModelAsTheControllerDoes() {
        assertThat(policy.bring(DataLabel.PUBLIC).permitted()).isTrue();
        assertThat(policy.bring(World.HEALTH).permitted()).isFalse();
        assertThat(policy.keep(World.HEALTH).permitted())
                .as("what is here already needs no permit")
                .isTrue();
    }

    @Test
    void shouldForbidAModelThatIsHereAlready() {
        var rule = "{id: no-models, effect: forbid, for: {class: [special], action: [deploy-model]}}";
        var strict = World.decisionPoint(World.CLINIC, World.with(rule));

        assertThat(strict.keep(World.HEALTH).decidingRule()).isEqualTo("no-models");
        assertThat(strict.keep(World.PERSONAL).permitted()).isTrue();
    }

    @Test
    void shouldSayThatAPermitFailedAtAHopOfTheWayOfWorkFromElsewhere() {
        var there = World.decisionPoint(World.VIRGINIA);

        assertThat(there.accept(World.PERSONAL, null, World.CLINIC.site()).cause())
                .hasValueSatisfying(cause -> {
                    assertThat(cause.rule()).isEqualTo("personal-in-eea");
                    assertThat(Mismatch.of(cause))
                            .isEqualTo(new Mismatch(new Mismatch.Hop(2, "process", "us-east"), "US-VA", "EEA"));
                });
    }

    @Test
    void shouldSayWhereAForbidMatchesOnTheWayToTheController() {
        var governed = World.decisionPoint(
                World.CLINIC,
                World.governedBy("controller-fra", World.knowledge().routes()));

        assertThat(governed.dispatch(Calls.simple(World.HEALTH)))
                .isInstanceOfSatisfying(
                        Dispatching.Nothing.class,
                        nothing -> assertThat(nothing.decision().cause().map(Mismatch::of))
                                .hasValue(new Mismatch(
                                        new Mismatch.Hop(1, "relay", "broker-fra"),
                                        "clear",
                                        "other than clear, cipher, metadata")));
    }

    @Test
    void shouldNameNobodysRuleWhereAForeignControllerForwarded() {
        var decision = policy.acceptForwarded(DataLabel.PUBLIC, null, World.FRANKFURT.site(), World.VIRGINIA.site());

        assertThat(decision.explain())
                .isEqualTo("DENY: it was forwarded by us-east, and the site book names nobody as the controller");
        assertThat(decision.cause()).isEmpty();
    }

    @Test
    void shouldTellTheCountryAndTheOperatorOfASite() {
        assertThat(policy.jurisdiction(World.VIRGINIA.site())).isEqualTo("US-VA");
        assertThat(policy.operator(World.VIRGINIA.site())).isEqualTo("US");
        assertThat(policy.operator(SiteId.of("nowhere"))).isEqualTo("unknown");
    }

    @Test
    void shouldGiveEachDecisionAnIdOfItsOwn() {
        assertThat(policy.newId()).matches("[0-9a-f]{32}").isNotEqualTo(policy.newId());
    }
}
