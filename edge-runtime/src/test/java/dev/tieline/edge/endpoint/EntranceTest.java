package dev.tieline.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.FakeTicker;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EntranceTest {
    private static final long MANY = 1_000;

    private final FakeTicker ticker = new FakeTicker();
    private final List<String> displaced = new ArrayList<>();

    @Test
    void shouldLetInUpToItsLimit() {
        var entrance = entrance(2);

        assertThat(entrance.enter()).isPresent();
        assertThat(entrance.enter()).isPresent();
        assertThat(entrance.enter()).isEmpty();
        assertThat(entrance.inside()).isEqualTo(2);
        assertThat(entrance.full().message()).contains("2 requests");
    }

    @Test
    void shouldLetInWhoComesAfterOneHasLeft() {
        var entrance = entrance(1);
        var place = entrance.enter().orElseThrow();
        place.leave();
        place.leave();

        assertThat(entrance.inside()).isZero();
        assertThat(entrance.enter()).isPresent();
    }

    @Test
    void shouldRefuseBytesForWhichThereIsNoRoomNow() {
        var entrance = entrance(3);
        var first = entrance.enter().orElseThrow();
        var second = entrance.enter().orElseThrow();
        first.hold(MANY - 10);
        second.hold(10);

        assertThatThrownBy(() -> second.hold(1))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(Overloaded.class))
                .hasMessageContaining("have 1000 of the 1000 bytes");
        first.leave();
        second.hold(1);

        assertThat(entrance.held()).isEqualTo(11);
    }

    @Test
    void shouldSayThatARequestNeverHasRoom() {
        var place = entrance(3).enter().orElseThrow();
        place.hold(MANY);

        assertThatThrownBy(() -> place.hold(1))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(TooLarge.class))
                .hasMessageContaining("1001 bytes");
    }

    @Test
    void shouldLetGoOfWhatWasHeldForWhatComesAfter() {
        var entrance = entrance(3);
        var place = entrance.enter().orElseThrow();
        place.hold(900);

        place.holdOnly(500);

        assertThat(entrance.held()).isEqualTo(500);
        place.leave();
        assertThat(entrance.held()).isZero();
    }

    @Test
    void shouldTakeNothingForARequestThatHasLeft() {
        var entrance = entrance(3);
        var place = entrance.enter().orElseThrow();
        place.arriving(() -> {});
        place.arrived();
        place.leave();

        assertThatThrownBy(() -> place.hold(7)).hasMessageContaining("lost its place");

        place.holdOnly(0);
        assertThat(entrance.held()).isZero();
    }

    @Test
    void shouldLeaveItToTheOneThatBringsABodyToSayThatItHasLostItsPlace() {
        var entrance = entrance(1);
        var place = arriving(entrance, "first");
        ticker.advance(Entrance.PATIENCE);
        assertThat(entrance.enter()).isPresent();

        place.hold(7);

        assertThat(entrance.held()).isZero();
        assertThat(place.arrived()).isFalse();
        assertThatThrownBy(() -> place.hold(7)).hasMessageContaining("lost its place");
    }

    @Test
    void shouldTakeThePlaceOfTheSlowestBody() {
        var entrance = entrance(2);
        arriving(entrance, "first");
        arriving(entrance, "second");
        ticker.advance(Entrance.PATIENCE);

        assertThat(entrance.enter()).isPresent();

        assertThat(displaced).containsExactly("first");
        assertThat(entrance.inside()).isEqualTo(2);
    }

    @Test
    void shouldBePatientWithABodyForAWhile() {
        var entrance = entrance(1);
        arriving(entrance, "first");
        ticker.advance(Entrance.PATIENCE.minusNanos(1));

        assertThat(entrance.enter()).isEmpty();

        assertThat(displaced).isEmpty();
    }

    @Test
    void shouldTakeThePlaceOfAnAnswerThatItsCallerDoesNotTake() {
        var entrance = entrance(2);
        leaving(entrance, "first", 100);
        arriving(entrance, "second");
        ticker.advance(Entrance.PATIENCE);

        assertThat(entrance.enter()).isPresent();

        assertThat(displaced).containsExactly("first");
    }

    @Test
    void shouldBeMorePatientWithALongAnswer() {
        var entrance = entrance(2);
        leaving(entrance, "long", 3 << 20);
        ticker.advance(Entrance.PATIENCE);
        arriving(entrance, "second");
        ticker.advance(Entrance.PATIENCE);

        assertThat(entrance.enter()).isPresent();
        assertThat(displaced).containsExactly("second");

        ticker.advance(Entrance.PATIENCE.multipliedBy(2));

        assertThat(entrance.enter()).isPresent();
        assertThat(displaced).containsExactly("second", "long");
    }

    @Test
    void shouldLetInAsideWhateverIsInside() {
        var entrance = entrance(1);
        var inference = entrance.enter().orElseThrow();
        var question = entrance.aside();

        question.hold(MANY);

        assertThat(entrance.inside()).isEqualTo(1);
        assertThatThrownBy(() -> inference.hold(1)).isInstanceOf(InferenceException.class);
        question.leave();
        inference.hold(MANY);
        inference.leave();
        assertThat(entrance.inside()).isZero();
        assertThat(entrance.held()).isZero();
    }

    @Test
    void shouldTakeTheBytesAndNotThePlaceOfAQuestionThatIsSlow() {
        var entrance = entrance(1);
        var question = entrance.aside();
        question.arriving(() -> displaced.add("question"));
        question.hold(MANY);
        var inference = entrance.enter().orElseThrow();
        ticker.advance(Entrance.PATIENCE);

        assertThat(entrance.enter()).isEmpty();
        assertThat(displaced).isEmpty();

        inference.hold(1);

        assertThat(displaced).containsExactly("question");
        assertThat(entrance.inside()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeThePlaceOfARequestWhoseBodyIsThere() {
        var entrance = entrance(1);
        arriving(entrance, "first").arrived();
        ticker.advance(Entrance.PATIENCE.multipliedBy(100));

        assertThat(entrance.enter()).isEmpty();

        assertThat(displaced).isEmpty();
    }

    @Test
    void shouldTakeTheRoomOfSlowBodiesThatHoldSome() {
        var entrance = entrance(10);
        arriving(entrance, "without a byte");
        arriving(entrance, "large").hold(600);
        arriving(entrance, "larger").hold(400);
        ticker.advance(Entrance.PATIENCE);
        var next = entrance.enter().orElseThrow();

        next.hold(500);

        assertThat(displaced).containsExactly("large");
        assertThat(entrance.held()).isEqualTo(900);
    }

    @Test
    void shouldTakeNoRoomFromSlowBodiesWhereThatWouldNotDo() {
        var entrance = entrance(10);
        arriving(entrance, "slow").hold(300);
        entrance.enter().orElseThrow().hold(600);
        ticker.advance(Entrance.PATIENCE);
        var next = entrance.enter().orElseThrow();

        assertThatThrownBy(() -> next.hold(500)).isInstanceOf(InferenceException.class);

        assertThat(displaced).isEmpty();
        assertThat(entrance.held()).isEqualTo(900);
    }

    @Test
    void shouldTellABodyThatComesTooLateThatItHasLostItsPlace() {
        var entrance = entrance(1);
        var slow = arriving(entrance, "slow");
        ticker.advance(Entrance.PATIENCE);
        var next = entrance.enter().orElseThrow();

        assertThat(slow.arrived()).isFalse();
        assertThat(next.arrived()).isTrue();
    }

    @Test
    void shouldNotTakeTheRoomOfItsOwnSlowBody() {
        var entrance = entrance(10);
        var slow = arriving(entrance, "slow");
        slow.hold(500);
        entrance.enter().orElseThrow().hold(500);
        ticker.advance(Entrance.PATIENCE);

        assertThatThrownBy(() -> slow.hold(100)).isInstanceOf(InferenceException.class);

        assertThat(displaced).isEmpty();
    }

    @Test
    void shouldGiveBackAllThatManyTookHoweverTheyMeet() {
        long seed = 17;
        var entrance = entrance(3);
        var most = new AtomicInteger();
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                var random = new Random(seed + thread);
                threads.execute(() -> {
                    awaited(begin);
                    for (int i = 0; i < 5_000; i++) {
                        entrance.enter().ifPresent(place -> visit(entrance, place, random, most));
                    }
                });
            }
            begin.countDown();
        }

        assertThat(most.get()).as("seed %d", seed).isBetween(1, 3);
        assertThat(entrance.inside()).as("seed %d", seed).isZero();
        assertThat(entrance.held()).as("seed %d", seed).isZero();
    }

    @Test
    void shouldRefuseBoundsThatLetNobodyIn() {
        assertThatThrownBy(() -> new EntranceBounds(0, 1)).hasMessageContaining("0 and 1");
        assertThatThrownBy(() -> new EntranceBounds(1, 0)).hasMessageContaining("1 and 0");
    }

    private static void visit(Entrance entrance, Entrance.Place place, Random random, AtomicInteger most) {
        most.accumulateAndGet(entrance.inside(), Math::max);
        try {
            place.arriving(() -> {});
            place.hold(random.nextInt(600));
            place.arrived();
            place.holdOnly(random.nextInt(600));
        } catch (InferenceException e) {
            // There was no room, which is what this is about.
        }
        place.leave();
    }

    private Entrance entrance(int requests) {
        return new Entrance(new EntranceBounds(requests, MANY), ticker);
    }

    private void leaving(Entrance entrance, String who, long bytes) {
        entrance.enter().orElseThrow().leaving(bytes, () -> displaced.add(who));
    }

    private Entrance.Place arriving(Entrance entrance, String name) {
        var place = entrance.enter().orElseThrow();
        place.arriving(() -> displaced.add(name));
        return place;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
