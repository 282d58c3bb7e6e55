package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenStreamsTest {
    private static final int STREAM = OpenStreams.STREAM_BYTES;

    @Test
    void shouldLetStreamsOpenAsLongAsThereIsRoom() {
        var streams = new OpenStreams<String>(3 * STREAM);

        assertThat(streams.opened("a", 1)).isEmpty();
        assertThat(streams.opened("a", 3)).isEmpty();
        assertThat(streams.opened("b", 1)).isEmpty();
        assertThat(streams.bytes()).isEqualTo(3 * STREAM);
    }

    @Test
    void shouldPartWithTheConnectionThatHasMost() {
        var streams = new OpenStreams<String>(4 * STREAM);
        streams.opened("few", 1);
        for (int stream = 1; stream <= 5; stream += 2) {
            streams.opened("many", stream);
        }

        assertThat(streams.opened("few", 3)).containsExactly("many");

        assertThat(streams.bytes()).isEqualTo(2 * STREAM);
    }

    @Test
    void shouldPartWithTheOneThatComesIfItHasMost() {
        var streams = new OpenStreams<String>(2 * STREAM);
        streams.opened("few", 1);
        streams.opened("many", 1);

        assertThat(streams.opened("many", 3)).containsExactly("many");
    }

    @Test
    void shouldCountAnswersUntilTheirStreamsAreClosed() {
        var streams = new OpenStreams<String>(3 * STREAM);
        streams.opened("reader", 1);
        streams.answered("reader", 1, STREAM);
        streams.closed("reader", 1);
        streams.opened("idler", 1);

        assertThat(streams.answered("idler", 1, STREAM)).isEmpty();
        assertThat(streams.bytes()).isEqualTo(2 * STREAM);
        assertThat(streams.opened("reader", 3)).isEmpty();
        assertThat(streams.answered("reader", 3, 100)).containsExactly("idler");
    }

    @Test
    void shouldNotPartWithOneForTheLengthOfItsAnswer() {
        var streams = new OpenStreams<String>(OpenStreams.MOST_OF_ANSWER + STREAM);
        streams.opened("a", 1);

        assertThat(streams.answered("a", 1, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldNotCountWhatHasLeftBeforeItWasSaid() {
        var streams = new OpenStreams<String>(STREAM);
        streams.opened("a", 1);
        streams.closed("a", 1);

        assertThat(streams.answered("a", 1, 100)).isEmpty();
        assertThat(streams.bytes()).isZero();
    }

    @Test
    void shouldTellOneThatHasToGoOnlyOnce() {
        var streams = new OpenStreams<String>(STREAM);
        streams.opened("a", 1);

        assertThat(streams.opened("a", 3)).containsExactly("a");
        assertThat(streams.opened("a", 5)).isEmpty();
    }

    @Test
    void shouldTakeNoMoreWhileThoseThatHaveToGoHaveNotGone() {
        var streams = new OpenStreams<String>(2 * STREAM);
        for (int stream = 1; stream <= 5; stream += 2) {
            streams.opened("stuck", stream);
        }
        streams.opened("next", 1);

        assertThat(streams.opened("next", 3)).containsExactly("next");
        streams.closed("stuck");
        streams.closed("next");

        assertThat(streams.opened("last", 1)).isEmpty();
        assertThat(streams.opened("last", 3)).isEmpty();
    }

    @Test
    void shouldForgetAConnectionThatHasEnded() {
        var streams = new OpenStreams<String>(STREAM);
        streams.opened("a", 1);
        streams.closed("a");
        streams.closed("a");

        assertThat(streams.bytes()).isZero();
        assertThat(streams.opened("b", 1)).isEmpty();
    }

    @Test
    void shouldRefuseALimitThatAllowsNothing() {
        assertThatThrownBy(() -> new OpenStreams<String>(0)).hasMessageContaining("1 byte");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldNeverHoldMoreThanItsLimitAndLoseNothing(long seed) {
        var random = new Random(seed);
        var limit = 50L * STREAM;
        var streams = new OpenStreams<Integer>(limit);
        var parted = new HashSet<Integer>();
        for (int i = 0; i < 5_000; i++) {
            int connection = random.nextInt(20);
            int stream = 2 * random.nextInt(30) + 1;
            switch (random.nextInt(4)) {
                case 0, 1 -> parted.addAll(streams.opened(connection, stream));
                case 2 -> parted.addAll(streams.answered(connection, stream, random.nextInt(100_000)));
                default -> streams.closed(connection, stream);
            }
            parted.forEach(streams::closed);
            parted.clear();
            assertThat(streams.bytes()).as("seed %d", seed).isBetween(0L, limit);
        }
        for (int connection = 0; connection < 20; connection++) {
            for (int stream = 1; stream < 60; stream += 2) {
                streams.closed(connection, stream);
            }
        }
        assertThat(streams.bytes()).as("seed %d", seed).isZero();
    }
}
