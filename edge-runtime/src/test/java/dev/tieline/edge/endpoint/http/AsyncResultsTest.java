package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.endpoint.http.AsyncResults.Ending;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.oip.OipBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AsyncResultsTest {
    private static final Duration AGE = Duration.ofMinutes(10);

    private final FakeTicker ticker = new FakeTicker();
    private final AsyncResults results = new AsyncResults(ticker, new Random(1), new ResultBounds(AGE, 3, 1_000));
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    void shouldKeepHowACallEnded() {
        var place = open();
        assertThat(place.ending()).isEmpty();

        place.end(answer(100));

        var found = results.find(place.id()).orElseThrow();
        assertThat(found.ending()).containsInstanceOf(Ending.Answer.class);
    }

    @Test
    void shouldGiveEveryCallAnIdOfItsOwnThatIsHardToGuess() {
        var ids = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            var place = open();
            ids.add(place.id());
            place.forget();
        }

        assertThat(ids).hasSize(100).allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void shouldForgetAnEndOnceItIsOld() {
        var place = open();
        ticker.advance(AGE.multipliedBy(2));
        assertThat(results.find(place.id())).as("a call that runs").isPresent();
        place.end(answer(100));
        ticker.advance(AGE.minusNanos(1));
        assertThat(results.find(place.id())).isPresent();

        ticker.advance(Duration.ofNanos(1));

        assertThat(results.find(place.id())).isEmpty();
        open();
    }

    @Test
    void shouldRefuseAnotherCallWhenAsManyRunOrWaitAsMay() {
        open();
        open();
        var last = open();
        last.end(answer(1));

        assertThatThrownBy(() -> open()).satisfies(AsyncResultsTest::isOverloaded);
        last.forget();

        assertThat(open().ending()).isEmpty();
    }

    @Test
    void shouldRefuseACallWhileTheAnswersThatWaitLeaveNoRoom() {
        var full = open();
        full.end(answer(1_000));

        assertThatThrownBy(this::open).satisfies(AsyncResultsTest::isOverloaded);
        full.forget();
        open();
    }

    @Test
    void shouldGiveAnAnswerToOneAtATime() {
        var place = open();
        place.end(answer(10));

        assertThat(place.claim()).isTrue();
        assertThat(place.claim()).isFalse();
        place.giveBack();

        assertThat(place.claim()).isTrue();
    }

    @Test
    void shouldKeepAnErrorInThePlaceOfAnAnswerThatHasNoRoom() {
        open().end(answer(900));
        var place = open();

        var instead = place.end(answer(101));

        assertThat(instead).containsInstanceOf(InferenceError.Overloaded.class);
        assertThat(place.ending())
                .get()
                .isInstanceOfSatisfying(
                        Ending.Failure.class,
                        failure -> assertThat(failure.error()).isInstanceOf(InferenceError.Overloaded.class));
        open();
    }

    @Test
    void shouldStopACallThatIsCancelledAndForgetWhatItAnswersAfterwards() {
        var place = open();

        place.cancel();
        place.end(answer(900));

        assertThat(cancelled).hasValue(1);
        assertThat(results.find(place.id())).isEmpty();
        open();
    }

    @Test
    void shouldNotStopACallWhoseEndWasSent() {
        var place = open();
        place.end(answer(10));

        place.forget();
        place.forget();

        assertThat(cancelled).hasValue(0);
        open();
    }

    @Test
    void shouldKeepTheFirstOfTwoEnds() {
        var place = open();
        place.end(answer(10));

        place.end(new Ending.Failure(new InferenceError.DeadlineExceeded("late"), null));

        assertThat(place.ending()).containsInstanceOf(Ending.Answer.class);
    }

    private AsyncResults.Place open() {
        return results.open(cancelled::incrementAndGet);
    }

    private static Ending answer(int bytes) {
        return new Ending.Answer(new OipBody(null, List.of(ByteBuffer.allocate(bytes))));
    }

    private static void isOverloaded(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.Overloaded.class));
    }
}
