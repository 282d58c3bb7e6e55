package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.Http2Frames;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guard of frames does on connections of a real server. */
class FrameGuardTest {
    private static final int STREAMS = 100;
    private static final int WINDOW = 65_535;
    /** More than those with which a connection begins. */
    private static final int FEW = 5;

    @RegisterExtension
    private final GuardedServer server = new GuardedServer(10);

    @ParameterizedTest
    @MethodSource("floods")
    void shouldEndAConnectionThatSendsTooManyOfThem(int most, UnaryOperator<Http2Frames> frame) throws Exception {
        try (var caller = begun()) {
            caller.say(times(most - FEW, frame).ping());
            caller.awaitFrame(Wire.PING);

            caller.say(times(FEW, frame));

            assertThatItIsToldToBeCalm(caller);
        }
        try (var next = begun()) {
            next.say(Http2Frames.more().ping());
            next.awaitFrame(Wire.PING);
        }
    }

    static Stream<Object[]> floods() {
        return Stream.of(
                flood(FrameGuard.FAR_AT_ONCE, frames -> frames.settings(WINDOW)),
                flood(FrameGuard.FAR_AT_ONCE, Http2Frames::goAway),
                flood(FrameGuard.NEAR, frames -> frames.priority(1)));
    }

    /** Their answers are read in between: the server bounds by itself how many of those wait. */
    @Test
    void shouldEndAConnectionThatSendsTooManyPings() throws Exception {
        int batch = 1_000;
        try (var caller = begun()) {
            for (int sent = 0; sent + batch < FrameGuard.NEAR; sent += batch) {
                caller.say(times(batch, Http2Frames::ping));
                for (int i = 0; i < batch; i++) {
                    caller.awaitFrame(Wire.PING);
                }
            }

            caller.say(times(batch + FEW, Http2Frames::ping));

            assertThatItIsToldToBeCalm(caller);
        }
    }

    @Test
    void shouldCountWhatComesAtOnceWithTheFirstBytes() throws Exception {
        try (var caller = new Wire(server.port())) {
            var flood = Http2Frames.preface(WINDOW);
            for (int i = 0; i < 2 * FrameGuard.FAR_AT_ONCE; i++) {
                flood.emptySettings();
            }

            caller.say(flood);

            assertThatItIsToldToBeCalm(caller);
        }
    }

    @Test
    void shouldCountOnAConnectionThatBeganWithHttp1() throws Exception {
        try (var caller = new Wire(server.port())) {
            caller.upgrade("/short");
            assertThat(caller.head()).startsWith("HTTP/1.1 101 ");

            caller.say(Http2Frames.preface(WINDOW));
            caller.say(times(2 * FrameGuard.FAR_AT_ONCE, Http2Frames::emptySettings));

            assertThatItIsToldToBeCalm(caller);
        }
    }

    @Test
    void shouldLetSettingsChangeNowAndThen() throws Exception {
        try (var caller = begun()) {
            caller.say(times(FrameGuard.FAR_AT_ONCE - FEW, Http2Frames::emptySettings)
                    .ping());
            caller.awaitFrame(Wire.PING);

            for (int i = 0; i < 10; i++) {
                server.ticker.advance(Duration.ofSeconds(1));
                caller.say(times(10, Http2Frames::emptySettings).ping());
                caller.awaitFrame(Wire.PING);
            }

            assertThat(server.closed("flood")).isZero();
        }
    }

    /** This caller has not acknowledged how many there may be. */
    @Test
    void shouldRefuseAStreamTooManyBeforeTheLimitIsAcknowledged() throws Exception {
        try (var caller = begun()) {
            caller.say(Http2Frames.more().onEach(STREAMS + 1, (frames, stream) -> frames.get(stream, "/later")));

            var reset = caller.awaitFrame(Wire.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(2 * STREAMS + 1);
            assertThat(reset.payload().getInt(0)).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
            Eventually.until("the others wait", () -> server.waiting.get() == STREAMS);
        }
    }

    private void assertThatItIsToldToBeCalm(Wire caller) throws IOException {
        var farewell = caller.awaitFrame(Wire.GOAWAY).payload();
        assertThat(farewell.getInt(4)).isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
        Eventually.until("it is gone", () -> server.guard.open() == 0);
        assertThat(server.closed("flood")).isEqualTo(1);
    }

    /** A caller whose first frames were read. */
    private Wire begun() throws IOException {
        var caller = new Wire(server.port());
        caller.say(Http2Frames.preface(WINDOW).ping());
        caller.awaitFrame(Wire.PING);
        return caller;
    }

    private static Object[] flood(int most, UnaryOperator<Http2Frames> frame) {
        return new Object[] {most, frame};
    }

    private static Http2Frames times(int times, UnaryOperator<Http2Frames> frame) {
        var frames = Http2Frames.more();
        for (int i = 0; i < times; i++) {
            frames = frame.apply(frames);
        }
        return frames;
    }
}
