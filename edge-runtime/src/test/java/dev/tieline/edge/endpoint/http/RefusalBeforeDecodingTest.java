package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import org.junit.jupiter.api.Test;

/** What is refused whatever it carries is refused before the node works for it. */
class RefusalBeforeDecodingTest {
    private static final String NOT_A_REQUEST = "x".repeat(1_000);

    @Test
    void shouldRefuseBeforeTheBodyIsThereWhenTooManyAreInside() throws Exception {
        try (var endpoint = new ServedEndpoint(1, false);
                var inside = new RawCaller(endpoint.port());
                var next = new RawCaller(endpoint.port())) {
            inside.askForEver();
            Eventually.until("the model runs", () -> endpoint.slots.running() == 1);

            next.head(NOT_A_REQUEST.length());

            var answer = next.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("retry-after: 1\r\n");
            assertThat(answer.body()).contains("\"code\":\"overloaded\"", "1 requests that may be in this node");
        }
    }

    @Test
    void shouldKeepTheConnectionOfWhoWasRefusedAtTheEntrance() throws Exception {
        try (var endpoint = new ServedEndpoint(1, false);
                var next = new RawCaller(endpoint.port())) {
            try (var inside = new RawCaller(endpoint.port())) {
                inside.askForEver();
                Eventually.until("the model runs", () -> endpoint.slots.running() == 1);
                next.ask(NOT_A_REQUEST);
                assertThat(next.answer().status()).isEqualTo(503);
            }
            Eventually.until("the slot is free", () -> endpoint.slots.running() == 0);

            next.ask(RawCaller.body(10));

            assertThat(next.answer().body()).contains("[1024]");
        }
    }

    @Test
    void shouldNotDecodeWhatHasNoRoomHereAndNowhereElseToGo() throws Exception {
        try (var endpoint = new ServedEndpoint(10, false);
                var caller = new RawCaller(endpoint.port())) {
            endpoint.slots.reserve();
            endpoint.slots.reserve();

            caller.ask(NOT_A_REQUEST);

            var answer = caller.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("retry-after: 1\r\n");
            assertThat(answer.body()).contains("All run slots and the queue of this node are taken");
        }
    }

    @Test
    void shouldDecodeWhatAnotherNodeMayServe() throws Exception {
        try (var endpoint = new ServedEndpoint(10, true);
                var caller = new RawCaller(endpoint.port())) {
            endpoint.slots.reserve();
            endpoint.slots.reserve();

            caller.ask(NOT_A_REQUEST);

            assertThat(caller.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void shouldSayWhenToRetryWhileTheNodeShutsDown() throws Exception {
        try (var endpoint = new ServedEndpoint(10, false);
                var caller = new RawCaller(endpoint.port())) {
            endpoint.requests.shutdown();

            caller.ask(RawCaller.body(1));

            var answer = caller.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("retry-after: 1\r\n");
            assertThat(answer.body()).contains("\"code\":\"model_not_ready\"", "the node is shutting down");
        }
    }
}
