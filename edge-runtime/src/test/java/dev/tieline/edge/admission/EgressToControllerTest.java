package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.EgressGuard.Dispatched;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyDecision;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What passes the gate towards a controller, decided at the moment of sending. */
class EgressToControllerTest {
    private static final DataLabel INTERNAL = DataLabel.of(DataClass.INTERNAL);
    private static final byte[] BODY = {1, 2, 3};

    private final AtomicReference<Knowledge> known =
            new AtomicReference<>(World.governedBy("controller-fra", World.TOLD));
    private final RecordingEgress egress = new RecordingEgress(
            World.device(World.CLINIC),
            new DecisionPoint(World.device(World.CLINIC), known::get, World.CLOCK, new Random(1)));

    @Test
    void shouldSendThePublicBodyToTheTopicOfTheModel() {
        var dispatched = send(DataLabel.PUBLIC);

        assertThat(dispatched).isInstanceOf(Dispatched.Whole.class);
        assertThat(only()).satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/dispatch/simple");
            assertThat(message.payload()).isEqualTo(BODY);
            assertThat(message.qos()).isEqualTo(1);
            assertThat(message.retain()).isFalse();
            assertThat(message.properties().contentType()).isEqualTo("whole");
        });
    }

    @Test
    void shouldAskForPersonalDataWithoutItsBody() {
        var dispatched = send(World.PERSONAL);

        assertThat(dispatched).isInstanceOf(Dispatched.Enquiry.class);
        assertThat(only()).satisfies(message -> {
            assertThat(message.payload()).isEmpty();
            assertThat(message.properties().contentType()).isEqualTo("enquiry");
        });
    }

    @Test
    void shouldNotEvenAskForHealthData() {
        var dispatched = send(World.HEALTH);

        assertThat(dispatched)
                .isInstanceOfSatisfying(
                        Dispatched.Refused.class,
                        refused -> assertThat(refused.decision().decidingRule()).isEqualTo("health-never-leaves"));
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldSendNothingOnceTheSiteBookNamesNoControllerAnyMore() {
        known.set(World.knowledge());

        var dispatched = send(DataLabel.PUBLIC);

        assertThat(dispatched).isEqualTo(new Dispatched.NoController());
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldSendNothingThatWasForbiddenWhileItWaitedForItsTurn() {
        egress.whileItWaits(() -> known.set(World.knowledge()));

        var dispatched = send(DataLabel.PUBLIC);

        assertThat(dispatched).isEqualTo(new Dispatched.NoController());
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldKeepTheBodyWhereRoutesThatCameMeanwhileSayMoreOfTheModel() {
        egress.whileItWaits(() -> known.set(World.governedBy("controller-fra", World.told(INTERNAL))));

        var dispatched = send(DataLabel.PUBLIC);

        assertThat(dispatched).isInstanceOf(Dispatched.Enquiry.class);
        assertThat(only()).satisfies(message -> {
            assertThat(message.payload()).isEmpty();
            assertThat(message.properties().contentType()).isEqualTo("enquiry");
        });
    }

    @Test
    void shouldKeepTheBodyOfACallThatCameBeforeTheFirstRoutes() {
        known.set(World.governedBy("controller-fra", Routes.none()));
        egress.whileItWaits(() -> known.set(World.governedBy("controller-fra", World.told(World.PERSONAL))));

        assertThat(send(DataLabel.PUBLIC)).isInstanceOf(Dispatched.Enquiry.class);
        assertThat(only().payload()).isEmpty();
    }

    @Test
    void shouldNotEvenAskWhereRoutesThatCameMeanwhileSayThatItIsHealthData() {
        egress.whileItWaits(() -> known.set(World.governedBy("controller-fra", World.told(World.HEALTH))));

        assertThat(send(DataLabel.PUBLIC)).isInstanceOf(Dispatched.Refused.class);
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldSendTheBodyOfACallThatSaysAllThatTheRoutesSayAndMore() {
        known.set(World.governedBy("controller-fra", World.TOLD));

        assertThat(send(INTERNAL)).isInstanceOf(Dispatched.Whole.class);
    }

    @Test
    void shouldSendTelemetryThatNobodyKeeps() {
        egress.guard().sendTelemetry(BODY, Duration.ofSeconds(15));

        assertThat(only()).satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/node/clinic-berlin/gw-1/telemetry");
            assertThat(message.qos()).isZero();
            assertThat(message.retain()).isFalse();
            assertThat(message.properties().expiry()).isEqualTo(Duration.ofSeconds(15));
        });
    }

    private OutboundMessage only() {
        assertThat(egress.sent()).hasSize(1);
        return egress.sent().getFirst();
    }

    private Dispatched send(DataLabel label) {
        return egress.guard().sendDispatch(Calls.simple(label), new EgressGuard.Parcel() {
            @Override
            public MessageProperties whole(PolicyDecision.Permit permit, String decisionId) {
                return MessageProperties.NONE.withContentType("whole");
            }

            @Override
            public byte[] body() {
                return BODY;
            }

            @Override
            public MessageProperties enquiry(String decisionId) {
                return MessageProperties.NONE.withContentType("enquiry");
            }

            @Override
            public Duration patience() {
                return Duration.ofSeconds(2);
            }
        });
    }
}
