package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataLabel;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How much of a call may go to a controller, and what an executor makes of work that one forwarded. */
class DispatchingTest {
    private static final SiteId FRANKFURT = SiteId.of("controller-fra");
    private static final SiteId VIRGINIA = SiteId.of("controller-va");

    @Test
    void shouldKnowOfNoControllerWhereTheSiteBookNamesNone() {
        assertThat(World.decisionPoint(World.CLINIC).dispatch(Calls.simple(DataLabel.PUBLIC)))
                .isEqualTo(new Dispatching.NoController());
    }

    @Test
    void shouldSendPublicDataWhoeverWillRunIt() {
        var dispatching = clinic(FRANKFURT).dispatch(Calls.simple(DataLabel.PUBLIC));

        assertThat(dispatching)
                .isInstanceOfSatisfying(
                        Dispatching.Whole.class,
                        whole -> assertThat(whole.controller()).isEqualTo(FRANKFURT));
    }

    @Test
    void shouldOnlyAskWherePersonalDataMayGoToSomeExecutors() {
        var dispatching = clinic(FRANKFURT).dispatch(Calls.simple(World.PERSONAL));

        assertThat(dispatching)
                .isInstanceOfSatisfying(
                        Dispatching.Enquiry.class,
                        enquiry -> assertThat(enquiry.body().reason()).contains("personal-in-eea", "process"));
    }

    @Test
    void shouldNotEvenAskAControllerThatPersonalDataMayNotPass() {
        var dispatching = clinic(VIRGINIA).dispatch(Calls.simple(World.PERSONAL));

        assertThat(dispatching)
                .isInstanceOfSatisfying(
                        Dispatching.Nothing.class,
                        nothing -> assertThat(nothing.decision().reason()).contains("controller-va"));
    }

    @Test
    void shouldNotEvenAskForHealthDataThatNeverLeaves() {
        var dispatching = clinic(FRANKFURT).dispatch(Calls.simple(World.HEALTH));

        assertThat(dispatching)
                .isInstanceOfSatisfying(
                        Dispatching.Nothing.class,
                        nothing -> assertThat(nothing.decision().decidingRule()).isEqualTo("health-never-leaves"));
    }

    @Test
    void shouldKeepTheBodyOfACallForAModelOfWhichTheRoutesSayNothing() {
        for (var routes :
                List.of(Routes.none(), Routes.of(1, Map.of(), Map.of(ModelName.of("other"), DataLabel.PUBLIC)))) {
            var policy = World.decisionPoint(World.CLINIC, World.governedBy("controller-fra", routes));

            assertThat(policy.dispatch(Calls.simple(DataLabel.PUBLIC)))
                    .isInstanceOfSatisfying(
                            Dispatching.Enquiry.class,
                            enquiry -> assertThat(enquiry.body().reason())
                                    .isEqualTo("nobody has told this node yet what requests to simple are at least"));
        }
    }

    @Test
    void shouldSendTheBodyOnceARouteOrALabelTellsOfTheModel() {
        for (var routes : List.of(World.TOLD, Routes.of(1, Map.of(ModelName.of("simple"), List.of(World.VIRGINIA))))) {
            var policy = World.decisionPoint(World.CLINIC, World.governedBy("controller-fra", routes));

            assertThat(policy.dispatch(Calls.simple(DataLabel.PUBLIC))).isInstanceOf(Dispatching.Whole.class);
        }
    }

    @Test
    void shouldDecideOnOneViewOfTheWorld() {
        var looks = new AtomicInteger();
        var policy = new DecisionPoint(
                World.device(World.CLINIC),
                () -> {
                    looks.incrementAndGet();
                    return World.governedBy("controller-fra", World.TOLD);
                },
                World.CLOCK,
                new Random(1));

        policy.dispatch(Calls.simple(World.PERSONAL));

        assertThat(looks).hasValue(1);
    }

    @Test
    void shouldRunWhatTheControllerForwardedWhereTheWholeWayIsPermitted() {
        var decision = executor(FRANKFURT).acceptForwarded(World.PERSONAL, null, World.CLINIC.site(), FRANKFURT);

        assertThat(decision.permitted()).isTrue();
    }

    @Test
    void shouldCountTheControllerAsAHopOfWhatItForwards() {
        var direct = executor(VIRGINIA).accept(World.PERSONAL, null, World.CLINIC.site());
        var forwarded = executor(VIRGINIA).acceptForwarded(World.PERSONAL, null, World.CLINIC.site(), VIRGINIA);

        assertThat(direct.permitted()).isTrue();
        assertThat(forwarded.permitted()).isFalse();
        assertThat(forwarded.reason()).contains("controller-va");
    }

    @Test
    void shouldNotRunWhatSomebodyElseForwarded() {
        var decision = executor(FRANKFURT).acceptForwarded(DataLabel.PUBLIC, null, World.CLINIC.site(), VIRGINIA);

        assertThat(decision.permitted()).isFalse();
        assertThat(decision.reason()).contains("controller-va", "controller-fra");
    }

    @Test
    void shouldNotRunWhatWasForwardedWhereNobodyIsTheController() {
        var decision = World.decisionPoint(World.FRANKFURT)
                .acceptForwarded(DataLabel.PUBLIC, null, World.CLINIC.site(), FRANKFURT);

        assertThat(decision.permitted()).isFalse();
        assertThat(decision.reason()).contains("names nobody as the controller");
    }

    private static DecisionPoint clinic(SiteId controller) {
        return World.decisionPoint(World.CLINIC, World.governedBy(controller.value(), World.TOLD));
    }

    private static DecisionPoint executor(SiteId controller) {
        return World.decisionPoint(World.FRANKFURT, World.governedBy(controller.value(), World.TOLD));
    }
}
