package dev.tieline.cloud.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.MosquittoProcess;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

/** The connector as an application uses it: methods and emitters on channels, a broker, and the health endpoints. */
@QuarkusTest
@TestProfile(MessagingEndToEndTest.Profile.class)
class MessagingEndToEndTest {
    private static final String PROFILE = "messaging";

    @Inject
    Asker asker;

    @TestHTTPResource("/q/health/ready")
    URI readiness;

    @TestHTTPResource("/q/health/started")
    URI startup;

    @Test
    void shouldCarryAQuestionAndItsAnswer() {
        asker.ask("are you there?", (byte) 42);

        Eventually.until("the answer is there", () -> asker.answers().contains("42 are you there? yes"));
        Eventually.until("the question was acknowledged", () -> asker.acknowledged() > 0);
    }

    @Test
    void shouldTellTheApplicationThatTheLinkIsConnected() {
        Eventually.until("the event came", () -> asker.connected().contains(new LinkConnected("default")));
    }

    @Test
    void shouldBePartOfTheHealthOfTheApplication() throws Exception {
        // The controller's own channels are part of the application, too.
        Eventually.until(
                "the links are connected",
                () -> asker.connected().stream()
                                .map(LinkConnected::link)
                                .distinct()
                                .count()
                        == 3);
        try (var client = HttpClient.newHttpClient()) {
            var ready = client.send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.ofString());
            var started = client.send(HttpRequest.newBuilder(startup).build(), BodyHandlers.ofString());

            // As a whole it is not ready: the program around the application does not run here.
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .doesNotContain("[KO]")
                    .contains("\"asked\": \"[OK]\"", "\"answered\": \"[OK]\"", "\"question\": \"[OK]\"");
            assertThat(started.statusCode()).isEqualTo(200);
            assertThat(started.body()).contains("\"answer\": \"[OK]\"");
        }
    }

    /** Answers each question where its sender wants it. */
    @IfBuildProfile(PROFILE)
    @ApplicationScoped
    static class Answerer {
        @Incoming("asked")
        @Outgoing("answer")
        Message<byte[]> answer(Message<byte[]> question) {
            var asked = question.getMetadata(InboundMqttMetadata.class)
                    .orElseThrow()
                    .properties();
            return question.withPayload(Stage.bytes(Stage.text(question.getPayload()) + " yes"))
                    .addMetadata(OutboundMqttMetadata.of(
                            Objects.requireNonNull(asked.responseTopic()),
                            MessageProperties.NONE.withCorrelation(asked.correlationData())));
        }
    }

    /** Asks, and keeps the answers. */
    @IfBuildProfile(PROFILE)
    @ApplicationScoped
    static class Asker {
        private final List<String> answers = new CopyOnWriteArrayList<>();
        private final List<LinkConnected> connected = new CopyOnWriteArrayList<>();
        private final List<String> acknowledged = new CopyOnWriteArrayList<>();
        private final Emitter<byte[]> questions;

        Asker(@Channel("question") Emitter<byte[]> questions) {
            this.questions = questions;
        }

        void ask(String question, byte correlation) {
            var properties = MessageProperties.NONE.withReplyTo("e/answers", new byte[] {correlation});
            questions.send(Message.of(
                    Stage.bytes(question), Metadata.of(OutboundMqttMetadata.of("e/questions", properties)), () -> {
                        acknowledged.add(question);
                        return CompletableFuture.completedFuture(null);
                    }));
        }

        @Incoming("answered")
        CompletionStage<Void> keep(Message<byte[]> answer) {
            var properties =
                    answer.getMetadata(InboundMqttMetadata.class).orElseThrow().properties();
            answers.add(
                    Objects.requireNonNull(properties.correlationData())[0] + " " + Stage.text(answer.getPayload()));
            return answer.ack();
        }

        void remember(@Observes LinkConnected event) {
            connected.add(event);
        }

        List<String> answers() {
            return answers;
        }

        List<LinkConnected> connected() {
            return connected;
        }

        int acknowledged() {
            return acknowledged.size();
        }
    }

    /** The channels of the two beans, over a broker of their own. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return PROFILE;
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.incoming.asked.connector", "tieline-mqtt",
                    "mp.messaging.incoming.asked.topic", "$share/answerers/e/questions",
                    "mp.messaging.outgoing.answer.connector", "tieline-mqtt",
                    "mp.messaging.outgoing.question.connector", "tieline-mqtt",
                    "mp.messaging.incoming.answered.connector", "tieline-mqtt",
                    "mp.messaging.incoming.answered.topic", "e/answers",
                    "tieline.messaging.links.default.client-id", "end-to-end",
                    "quarkus.http.test-port", "0");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(BrokerResource.class));
        }
    }

    /** Starts the broker before the application. */
    public static final class BrokerResource implements QuarkusTestResourceLifecycleManager {
        private final MosquittoProcess broker = MosquittoProcess.start();

        @Override
        public Map<String, String> start() {
            var address = broker.uri().toString();
            return Map.of("tieline.messaging.links.default.broker", address, "tieline.link.broker", address);
        }

        @Override
        public void stop() {
            broker.close();
        }
    }
}
