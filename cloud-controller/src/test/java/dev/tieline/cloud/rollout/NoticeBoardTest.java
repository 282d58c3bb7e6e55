package dev.tieline.cloud.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NoticeBoardTest {
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final FakeOutbox outbox = new FakeOutbox();
    private final NoticeBoard board = new NoticeBoard(outbox, () -> now);

    @Test
    void shouldPublishWhatIsPosted() {
        board.post(notice("a", "1"));
        outbox.takeAll();

        assertThat(outbox.published()).containsExactly("a=1");
        assertThat(board.unconfirmed()).isZero();
    }

    @Test
    void shouldNotPublishTheSameTwice() {
        board.post(notice("a", "1"));
        outbox.takeAll();
        outbox.published();

        board.post(notice("a", "1"));

        assertThat(outbox.published()).isEmpty();
    }

    @Test
    void shouldPublishOnlyTheLatestOfWhatCameWhileOneWasUnderWay() {
        board.post(notice("a", "1"));
        board.post(notice("a", "2"));
        board.post(notice("a", "3"));
        assertThat(outbox.waiting()).isEqualTo(1);

        outbox.takeAll();

        assertThat(outbox.published()).containsExactly("a=1", "a=3");
        assertThat(board.unconfirmed()).isZero();
    }

    @Test
    void shouldPublishAgainWhatTheBrokerDidNotTake() {
        board.post(notice("a", "1"));
        outbox.failNext("quota exceeded");
        outbox.published();
        assertThat(board.unconfirmed()).isEqualTo(1);

        board.tend();
        outbox.takeAll();

        assertThat(outbox.published()).containsExactly("a=1");
        assertThat(board.unconfirmed()).isZero();
    }

    @Test
    void shouldSurviveAnOutboxThatThrows() {
        var throwing = new NoticeBoard(
                notice -> {
                    throw new IllegalStateException("the channel is closed");
                },
                () -> now);

        throwing.post(notice("a", "1"));

        assertThat(throwing.unconfirmed()).isEqualTo(1);
    }

    @Test
    void shouldPublishEverythingAgainAfterAConnect() {
        board.post(notice("a", "1"));
        board.post(notice("b", "2"));
        outbox.takeAll();
        outbox.published();

        board.renewAll();
        outbox.takeAll();

        assertThat(outbox.published()).containsExactlyInAnyOrder("a=1", "b=2");
    }

    @Test
    void shouldNotCountAnAnswerOfTheConnectionBefore() {
        board.post(notice("a", "1"));
        board.renewAll();
        assertThat(outbox.waiting()).isEqualTo(1);

        outbox.takeNext();

        assertThat(outbox.published()).containsExactly("a=1", "a=1");
        assertThat(board.unconfirmed()).isEqualTo(1);
    }

    @Test
    void shouldRenewWhatWouldExpire() {
        board.post(new Notice("a", bytes("1"), Duration.ofHours(24)));
        board.post(notice("b", "2"));
        outbox.takeAll();
        outbox.published();
        now = now.plus(Duration.ofHours(7));
        board.tend();
        assertThat(outbox.published()).isEmpty();

        now = now.plus(Duration.ofHours(1));
        board.tend();

        assertThat(outbox.published()).containsExactly("a=1");
    }

    @Test
    void shouldForgetWhatWasWithdrawn() {
        board.post(notice("a", "1"));
        board.withdraw("a");
        outbox.takeAll();
        assertThat(outbox.published()).containsExactly("a=1", "a=");

        board.renewAll();

        assertThat(outbox.published()).isEmpty();
    }

    @Test
    void shouldPostAgainWhatWasWithdrawn() {
        board.post(notice("a", "1"));
        board.withdraw("a");
        outbox.takeAll();
        outbox.published();

        board.post(notice("a", "1"));

        assertThat(outbox.published()).containsExactly("a=1");
    }

    @Test
    void shouldCompleteAtOnceWhereTheOutboxDoes() {
        var prompt = new NoticeBoard(notice -> CompletableFuture.runAsync(() -> {}, Runnable::run), () -> now);

        prompt.post(notice("a", "1"));
        prompt.post(notice("a", "2"));

        assertThat(prompt.unconfirmed()).isZero();
    }

    private static Notice notice(String topic, String text) {
        return Notice.of(topic, bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
