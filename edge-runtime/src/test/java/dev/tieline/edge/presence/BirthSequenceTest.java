package dev.tieline.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BirthSequenceTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path home = Path.of("");

    private Instant now = NOON;

    @Test
    void shouldKnowNoBirthBeforeTheFirst() {
        assertThat(sequence().current()).isZero();
    }

    @Test
    void shouldNumberABirthByTheClock() {
        assertThat(sequence().next()).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void shouldCountOnWithinAMillisecond() {
        var births = sequence();
        births.next();

        assertThat(births.next()).isEqualTo(NOON.toEpochMilli() + 1);
    }

    @Test
    void shouldGoOnAfterARestartThoughTheClockWasSetBack() {
        var last = sequence().next();
        now = NOON.minusSeconds(3_600);

        var restarted = sequence();

        assertThat(restarted.current()).isEqualTo(last);
        assertThat(restarted.next()).isEqualTo(last + 1);
    }

    @Test
    void shouldBeHigherThanBeforeThoughTheDiskIsLost() throws Exception {
        var last = sequence().next();
        Files.delete(home.resolve("birth"));
        now = NOON.plusSeconds(10);

        assertThat(sequence().next()).isGreaterThan(last);
    }

    @Test
    void shouldGoOnFromANumberThatWasCountedFromOne() throws Exception {
        Files.writeString(home.resolve("birth"), "42\n");

        assertThat(sequence().next()).isEqualTo(NOON.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "9007199254740991", "9223372036854775807", "99999999999999999999"})
    void shouldTakeAFileThatHoldsNoUsableNumberForLost(String content) throws Exception {
        Files.writeString(home.resolve("birth"), content);

        var births = sequence();

        assertThat(births.current()).isZero();
        assertThat(births.next()).isEqualTo(NOON.toEpochMilli());
        assertThat(home.resolve("birth")).hasContent(Long.toString(NOON.toEpochMilli()));
    }

    @Test
    void shouldGoOnInMemoryWhileTheDiskTakesNothing() throws Exception {
        var births = new BirthSequence(obstructed(), () -> now);

        var first = births.next();
        var second = births.next();

        assertThat(first).isEqualTo(NOON.toEpochMilli());
        assertThat(second).isEqualTo(first + 1);
    }

    @Test
    void shouldKeepTheNextNumberOnceTheDiskTakesItAgain() throws Exception {
        var births = new BirthSequence(obstructed(), () -> now);
        births.next();
        Files.delete(home.resolve("folder"));

        var last = births.next();

        assertThat(home.resolve("folder/birth")).hasContent(Long.toString(last));
    }

    @Test
    void shouldSurpassABirthThatItDoesNotRemember() {
        var births = sequence();
        var present = births.next();

        assertThat(births.surpass(present)).isFalse();
        assertThat(births.surpass(present + 1_000)).isTrue();
        assertThat(births.next()).isEqualTo(present + 1_001);
    }

    @Test
    void shouldNotLetANumberThatCannotBeSurpassedEndTheSequence() {
        var births = sequence();
        var present = births.next();

        assertThat(births.surpass(Long.MAX_VALUE)).isFalse();
        assertThat(births.next()).isEqualTo(present + 1);
    }

    private BirthSequence sequence() {
        return new BirthSequence(home.resolve("birth"), () -> now);
    }

    /** A file whose folder cannot be made, since a file has its name: the superuser may write anywhere else. */
    private Path obstructed() throws Exception {
        Files.writeString(home.resolve("folder"), "in the way");
        return home.resolve("folder/birth");
    }
}
