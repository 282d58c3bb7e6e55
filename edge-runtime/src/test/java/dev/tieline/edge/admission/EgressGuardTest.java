package dev.tieline.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.ClientId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.edge.Calls;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.EgressGuard.Egress;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EgressGuardTest {
    private static final ClientId PUMP = ClientId.of("pump-7");

    private final AtomicReference<Knowledge> known = new AtomicReference<>(World.knowledge());
    private final RecordingEgress egress = new RecordingEgress(
            World.device(World.CLINIC),
            new DecisionPoint(World.device(World.CLINIC), known::get, World.CLOCK, new Random(1)));
    private final EgressGuard guard = egress.guard();

    @Test
    void shouldSendPermittedWorkToTheExecutorsOwnTopic() {
        var result = send(DataLabel.PUBLIC, World.VIRGINIA);

        assertThat(result).isInstanceOf(Egress.Sent.class);
        assertThat(egress.sent()).extracting(OutboundMessage::topic).containsExactly("tl/v1/acme/work/us-east/va-1");
    }

    @Test
    void shouldWaitForALinkNoLongerThanTheSenderIsPatient() {
        send(DataLabel.PUBLIC, World.VIRGINIA);

        assertThat(egress.patience()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldRefusePersonalWorkToVirginiaWhateverTheRouteSaid() {
        var result = send(World.PERSONAL, World.VIRGINIA);

        assertThat(result).isInstanceOf(Egress.Refused.class);
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldRefuseWorkToASiteThatTheSiteBookDoesNotKnow() {
        var result = send(World.PERSONAL, NodeAddress.of("eu-secret/x-1"));

        assertThat(result).isInstanceOf(Egress.Refused.class);
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldNotSendWhatWasForbiddenWhileItWaitedForItsTurn() {
        egress.whileItWaits(() -> known.set(World.withoutPolicy()));

        var result = send(DataLabel.PUBLIC, World.VIRGINIA);

        assertThat(result).isInstanceOf(Egress.Refused.class);
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldNotSendWorkOnceRoutesSayMoreOfItsDataThanTheLabelThatGoesAlong() {
        egress.whileItWaits(() -> known.set(told(DataLabel.of(DataClass.INTERNAL))));

        var result = send(DataLabel.PUBLIC, World.FRANKFURT);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Egress.Refused.class,
                        refused -> assertThat(refused.decision().reason())
                                .isEqualTo("since the call came, labelled public, this node was told that requests to"
                                        + " simple are at least internal"));
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldNameTheRuleThatForbidsWhatTheRoutesSayOfTheData() {
        known.set(told(World.HEALTH));

        assertThat(send(DataLabel.PUBLIC, World.FRANKFURT))
                .isInstanceOfSatisfying(
                        Egress.Refused.class,
                        refused -> assertThat(refused.decision().decidingRule()).isEqualTo("health-never-leaves"));
    }

    @Test
    void shouldJudgeAnAnswerByWhatTheRoutesSayOfTheDataByThen() {
        egress.whileItWaits(() -> known.set(told(World.HEALTH)));

        assertThat(answer(DataLabel.PUBLIC)).isInstanceOf(Egress.Refused.class);
        assertThat(egress.sent()).isEmpty();
    }

    private static Knowledge told(DataLabel label) {
        var world = World.knowledge();
        return new Knowledge(world.sites(), world.policy(), World.told(label));
    }

    @Test
    void shouldAskForThePropertiesWhenTheMessageCanLeave() {
        var expiry = new AtomicReference<>(Duration.ofSeconds(10));
        egress.whileItWaits(() -> expiry.set(Duration.ofSeconds(3)));

        guard.sendWork(
                Calls.simple(DataLabel.PUBLIC),
                World.VIRGINIA,
                new byte[1],
                id -> MessageProperties.NONE.withExpiry(expiry.get()),
                Duration.ofSeconds(8));

        assertThat(egress.sent())
                .singleElement()
                .satisfies(message -> assertThat(message.properties().expiry()).isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    void shouldSendAPermittedAnswerToAClientOfItsOwnSite() {
        var result = answer(DataLabel.PUBLIC);

        assertThat(result).isInstanceOf(Egress.Sent.class);
        assertThat(egress.patience()).isEqualTo(Duration.ofSeconds(2));
        assertThat(egress.sent()).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/client/clinic-berlin/pump-7");
            assertThat(message.qos()).isEqualTo(1);
            assertThat(message.retain()).isFalse();
        });
    }

    @Test
    void shouldKeepAnAnswerThatMayNotPassTheBroker() {
        assertThat(answer(World.HEALTH)).isInstanceOf(Egress.Refused.class);
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldNotSendAnAnswerThatWasForbiddenWhileItWaitedForItsTurn() {
        egress.whileItWaits(() -> known.set(World.withoutPolicy()));

        assertThat(answer(DataLabel.PUBLIC)).isInstanceOf(Egress.Refused.class);
        assertThat(egress.sent()).isEmpty();
    }

    @Test
    void shouldTellAClientOfItsOwnSiteWhyThereIsNoAnswerWhateverPolicySays() {
        known.set(World.withoutPolicy());

        var unused = guard.sendRefusal(PUMP, new byte[1], MessageProperties.NONE);

        assertThat(egress.sent())
                .extracting(OutboundMessage::topic)
                .containsExactly("tl/v1/acme/client/clinic-berlin/pump-7");
    }

    @Test
    void shouldWaitNoLongerThanItMayToSayItsState() {
        var unused = guard.announceState(new byte[] {'{', '}'}, Duration.ofSeconds(1));

        assertThat(egress.patience()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldRetainWhatTheNodeSaysOfItself() {
        var unused = guard.announceState(new byte[] {'{', '}'}, null);

        assertThat(egress.sent()).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/node/clinic-berlin/gw-1/state");
            assertThat(message.retain()).isTrue();
        });
    }

    @Test
    void shouldRetainWhatTheNodeHolds() {
        var unused = guard.announceReported(new byte[] {'{', '}'});

        assertThat(egress.sent()).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("tl/v1/acme/node/clinic-berlin/gw-1/reported");
            assertThat(message.retain()).isTrue();
            assertThat(message.qos()).isEqualTo(1);
        });
    }

    private Egress answer(DataLabel label) {
        return guard.sendAnswer(
                Calls.simple(label), PUMP, new byte[1], () -> MessageProperties.NONE, Duration.ofSeconds(2));
    }

    private Egress send(DataLabel label, NodeAddress executor) {
        return guard.sendWork(
                Calls.simple(label), executor, new byte[1], id -> MessageProperties.NONE, Duration.ofSeconds(2));
    }

    @Test
    void shouldSendTheIdOfItsDecisionAlongAndTellIt() {
        var said = new AtomicReference<String>();

        var result = guard.sendWork(
                Calls.simple(DataLabel.PUBLIC),
                World.VIRGINIA,
                new byte[1],
                id -> {
                    said.set(id);
                    return MessageProperties.NONE;
                },
                Duration.ofSeconds(2));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Egress.Sent.class,
                        sent -> assertThat(sent.decisionId())
                                .isEqualTo(said.get())
                                .matches("[0-9a-f]{32}"));
    }
}
