package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.FakeTicker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a gate does with bytes that never become a request. */
class GateTest {
    private static final int MAX_WAITING = 4_000;

    private final FakeTicker ticker = new FakeTicker();
    private final ConnectionGuard guard = new ConnectionGuard(
            new ConnectionLimits(2, Duration.ofSeconds(10), Duration.ofSeconds(60), MAX_WAITING), ticker);
    private final EmbeddedChannel channel = connection();

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldLetBytesThroughInSmallPieces() {
        say(channel, "x".repeat(1_100));

        assertThat(through(channel)).isEqualTo(Gate.PIECE);
        assertThat(through(channel)).isEqualTo(Gate.PIECE);
        assertThat(through(channel)).isEqualTo(1_100 - 2 * Gate.PIECE);
        assertThat(through(channel)).isZero();
    }

    @Test
    void shouldTellWhoeverDoesNotEndItsHeadAndCloseTheConnection() {
        say(channel, "GET / HT");
        ticker.advance(Duration.ofSeconds(11));

        guard.sweep();
        channel.runPendingTasks();

        assertThat(said(channel)).startsWith("HTTP/1.1 408 Request Timeout\r\n").contains("10000 ms");
        assertThat(channel.isOpen()).isFalse();
        assertThat(guard.closed().getOrDefault("slow", () -> 0).getAsLong()).isEqualTo(1);
        assertThat(guard.open()).isZero();
    }

    @Test
    void shouldCloseWhoeverHasSaidNothingWithoutAWord() {
        ticker.advance(Duration.ofSeconds(11));

        guard.sweep();
        channel.runPendingTasks();

        assertThat(said(channel)).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldMakeRoomForTheNextConnection() {
        var second = connection();
        var third = connection();
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(said(channel)).startsWith("HTTP/1.1 503 ").contains("it holds 2,");
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isTrue();
        assertThat(guard.open()).isEqualTo(2);
        second.finishAndReleaseAll();
        third.finishAndReleaseAll();
    }

    @Test
    void shouldCloseWhatWaitsLongestWhenTooMuchWaits() {
        var other = connection();
        say(channel, "x".repeat(MAX_WAITING / 2));
        say(other, "x".repeat(MAX_WAITING / 2));
        assertThat(channel.isOpen()).isTrue();

        say(other, "x");
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
        other.finishAndReleaseAll();
    }

    @Test
    void shouldForgetAConnectionThatEnds() {
        say(channel, "x".repeat(MAX_WAITING));

        var unused = channel.close();

        assertThat(guard.open()).isZero();
    }

    private EmbeddedChannel connection() {
        var made = new EmbeddedChannel();
        guard.accept(made);
        made.pipeline().fireChannelActive();
        return made;
    }

    private static void say(EmbeddedChannel channel, String words) {
        channel.writeInbound(Unpooled.copiedBuffer(words, StandardCharsets.US_ASCII));
    }

    private static int through(EmbeddedChannel channel) {
        ByteBuf piece = channel.readInbound();
        return piece == null ? 0 : piece.readableBytes();
    }

    private static String said(EmbeddedChannel channel) {
        ByteBuf words = channel.readOutbound();
        return words == null ? "" : words.toString(StandardCharsets.US_ASCII);
    }
}
