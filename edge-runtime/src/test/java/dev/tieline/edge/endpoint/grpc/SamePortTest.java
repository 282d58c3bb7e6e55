package dev.tieline.edge.endpoint.grpc;

import static dev.tieline.edge.endpoint.grpc.GrpcCaller.INFER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.Calls;
import dev.tieline.edge.endpoint.http.SimpleModelStore;
import dev.tieline.edge.node.NodeLifecycle;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole node: both forms of the protocol on its one port. */
@QuarkusTest
@TestProfile(SamePortTest.NodeOfItsOwn.class)
@QuarkusTestResource(SimpleModelStore.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamePortTest {
    @Inject
    NodeLifecycle lifecycle;

    @TestHTTPResource("/")
    URI root;

    private GrpcCaller caller;

    /** A node starts once, so that this test cannot share that of another. */
    public static final class NodeOfItsOwn implements QuarkusTestProfile {}

    @BeforeAll
    void start() {
        caller = new GrpcCaller(root.getPort());
        var early = caller.refusal(INFER, Requests.raw(Calls.request("simple")));
        assertThat(early.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        lifecycle.start();
    }

    @AfterAll
    void go() {
        caller.close();
    }

    @Test
    void shouldAnswerBothForms() throws Exception {
        var answer = caller.ask(INFER, Requests.raw(Calls.request("simple")));
        try (var client = HttpClient.newHttpClient()) {
            var metadata = client.send(
                    HttpRequest.newBuilder(root.resolve("v2/models/simple")).build(), BodyHandlers.ofString());

            assertThat(metadata.statusCode()).isEqualTo(200);
        }
        assertThat(answer.getRawOutputContents(0).byteAt(4)).isEqualTo((byte) 2);
        assertThat(answer.getParametersOrThrow("tieline_route").getStringParam())
                .isEqualTo("local");
    }

    @Test
    void shouldTakeTheLabelOutOfTheMetadata() {
        var answer = caller.ask(
                INFER,
                Requests.raw(Calls.request("simple")),
                Map.of("tieline-class", "personal", "tieline-tags", "health"));

        assertThat(answer.getParametersMap()).containsKey("tieline_decision");
    }

    @ParameterizedTest
    @CsvSource({"12000, OK", "20000, RESOURCE_EXHAUSTED", "40000, RESOURCE_EXHAUSTED"})
    void shouldTakeAsMuchMetadataAsHeaders(int length, Code code) {
        Code ended;
        try {
            var unused =
                    caller.ask(INFER, Requests.raw(Calls.request("simple")), Map.of("padding", "x".repeat(length)));
            ended = Code.OK;
        } catch (StatusRuntimeException e) {
            ended = e.getStatus().getCode();
        }

        assertThat(ended).isEqualTo(code);
    }

    @Test
    void shouldHoldMessagesToTheLimitOfBodies() {
        var large = Requests.raw(Calls.request("simple")).toBuilder()
                .setId("x".repeat(1_048_577))
                .build();

        var refusal = Assertions.catchThrowableOfType(StatusRuntimeException.class, () -> caller.ask(INFER, large));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }
}
