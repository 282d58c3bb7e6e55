package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.endpoint.ContentCoding;
import dev.tieline.edge.endpoint.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What requests hold is bounded, all of them together, and who has no room is told so. */
class MemoryOfRequestsTest {
    private static final String INFER = "/v2/models/test/infer";

    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(2, false);

    @RegisterExtension
    private final Asker asker = new Asker(endpoint);

    @Test
    void shouldRefuseABodyForWhichThereIsNoRoom() throws Exception {
        var other = endpoint.door.enter(Protocol.GRPC).orElseThrow();
        other.hold(ServedEndpoint.ROOM);

        var refused = asker.post(INFER, RawCaller.body(3));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.body()).contains("\"code\":\"overloaded\"", "67108864 of the 67108864 bytes");
        other.answered();
        assertThatTheNextIsServed();
    }

    @Test
    void shouldRefuseWhatHasNoRoomOnceItIsDecompressed() throws Exception {
        var other = endpoint.door.enter(Protocol.GRPC).orElseThrow();
        other.hold(ServedEndpoint.ROOM - 100_000);
        var body = ContentCoding.GZIP.encode(new byte[900_000]).orElseThrow();

        var refused = asker.ask("POST", INFER, body, "Content-Encoding", "gzip");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":\"overloaded\"", "needs 900000 more");
        other.answered();
        assertThatTheNextIsServed();
    }

    @Test
    void shouldHoldNothingOnceAllAreAnswered() throws Exception {
        assertThatTheNextIsServed();
        asker.post(INFER, "no request");

        Eventually.until("nothing is held", () -> endpoint.door.held() == 0 && endpoint.door.inside() == 0);
    }

    @Test
    void shouldTakeThePlacesOfBodiesThatStall() throws Exception {
        try (var first = new RawCaller(endpoint.port());
                var second = new RawCaller(endpoint.port())) {
            first.head(1_000);
            second.head(1_000);
            Eventually.until("both are inside", () -> endpoint.door.inside() == 2);

            Eventually.until("another one is served", this::nextIsServed);

            var told = first.answer();
            assertThat(told.status()).isEqualTo(408);
            assertThat(told.body()).contains("\"code\":\"request_timeout\"", "others needed its room");
        }
    }

    private void assertThatTheNextIsServed() throws Exception {
        var answer = asker.post(INFER, RawCaller.body(3));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private boolean nextIsServed() {
        try (var caller = new RawCaller(endpoint.port())) {
            caller.ask(RawCaller.body(3));
            return caller.answer().status() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
