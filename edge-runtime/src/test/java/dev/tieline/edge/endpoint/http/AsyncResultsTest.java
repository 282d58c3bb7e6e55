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
        var place = open(10);
        assertThat(place.ending()).isEmpty();

        place.end(answer(100));

        var found = results.find(place.id()).orElseThrow();
        assertThat(found.ending()).containsInstanceOf(Ending.Answer.class);
    }

    @Test
    void shouldGiveEveryCallAnIdOfItsOwnThatIsHardToGuess() {
        var ids = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            var place = open(1);
            ids.add(place.id());
            place.forget();
        }

        assertThat(ids).hasSize(100).allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void shouldForgetAnEndOnceItIsOld() {
        var place = open(10);
        ticker.advance(AGE.multipliedBy(2));
        assertThat(results.find(place.id())).as("a call that runs").isPresent();
        place.end(answer(100));
        ticker.advance(AGE.minusNanos(1));
        assertThat(results.find(place.id())).isPresent();

        ticker.advance(Duration.ofNanos(1));

        assertThat(results.find(place.id())).isEmpty();
        open(1_000);
    }

    @Test
    void shouldRefuseAnotherCallWhenAsManyRunOrWaitAsMay() {
        open(1);
        open(1);
        var last = open(1);
        last.end(answer(1));

        assertThatThrownBy(() -> open(1)).satisfies(AsyncResultsTest::isOverloaded);
        last.forget();

        assertThat(open(1).ending()).isEmpty();
    }

    @Test
    void shouldRefuseACallWhoseBytesHaveNoRoom() {
        open(600).end(answer(500));

        assertThatThrownBy(() -> open(501)).satisfies(AsyncResultsTest::isOverloaded);
        open(500);
    }

    @Test
    void shouldRefuseForGoodWhatNeverHasRoom() {
        assertThatThrownBy(() -> open(1_001))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.error()).isInstanceOf(InferenceError.TooLarge.class));
    }

    @Test
    void shouldKeepAnErrorInThePlaceOfAnAnswerThatHasNoRoom() {
        open(1).end(answer(900));
        var place = open(10);

        place.end(answer(101));

        assertThat(place.ending())
                .get()
                .isInstanceOfSatisfying(
                        Ending.Failure.class,
                        failure -> assertThat(failure.error()).isInstanceOf(InferenceError.Overloaded.class));
        open(100);
    }

    @Test
    void shouldStopACallThatIsCancelledAndForgetWhatItAnswersAfterwards() {
        var place = open(900);

        place.cancel();
        place.end(answer(900));

        assertThat(cancelled).hasValue(1);
        assertThat(results.find(place.id())).isEmpty();
        open(1_000);
    }

    @Test
    void shouldNotStopACallWhoseEndWasSent() {
        var place = open(10);
        place.end(answer(10));

        place.forget();
        place.forget();

        assertThat(cancelled).hasValue(0);
        open(1_000);
    }

    @Test
    void shouldKeepTheFirstOfTwoEnds() {
        var place = open(10);
        place.end(answer(10));

        place.end(new Ending.Failure(new InferenceError.DeadlineExceeded("late"), null));

        assertThat(place.ending()).containsInstanceOf(Ending.Answer.class);
    }

    private AsyncResults.Place open(long bytes) {
        return results.open(bytes, cancelled::incrementAndGet);
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
