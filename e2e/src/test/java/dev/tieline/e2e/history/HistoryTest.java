package dev.tieline.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final NodeAddress NODE = NodeAddress.of("clinic-berlin/gw-1");
    private static final Question QUESTION = new Question("simple", DataLabel.PUBLIC, Duration.ofMillis(50));
    private static final Outcome GONE = new Outcome.Gone("connection reset");

    private final AtomicLong clock = new AtomicLong(1_000);
    private final History history = new History(clock::get);

    @Test
    void shouldKeepWhenACallWasSentAndEndedAndHow() throws Exception {
        int number = history.sent(NODE, QUESTION);
        clock.set(3_000);
        history.ended(number, GONE);
        clock.set(9_000);

        assertThat(history.closeChapter()).singleElement().satisfies(call -> {
            assertThat(call.number()).isEqualTo(number);
            assertThat(call.sent()).isEqualTo(1_000);
            assertThat(call.ended()).isEqualTo(3_000);
            assertThat(call.outcomes()).containsExactly(GONE);
        });
    }

    @Test
    void shouldGiveEveryCallANumberOfItsOwnInAllChapters() throws Exception {
        int first = history.sent(NODE, QUESTION);
        history.ended(first, GONE);
        var chapter = history.closeChapter();
        int second = history.sent(NODE, QUESTION);
        history.ended(second, GONE);

        assertThat(second).isNotEqualTo(first);
        assertThat(history.closeChapter()).extracting(Call::number).containsExactly(second);
        assertThat(history.closed()).hasSize(2).containsAll(chapter);
    }

    @Test
    void shouldKeepEveryOutcomeOfACall() throws Exception {
        int number = history.sent(NODE, QUESTION);
        history.ended(number, GONE);
        history.ended(number, GONE);

        assertThat(history.closeChapter().getFirst().outcomes()).hasSize(2);
    }

    @Test
    void shouldCountWhoIsWaiting() {
        int number = history.sent(NODE, QUESTION);
        var unused = history.sent(NODE, QUESTION);

        history.ended(number, GONE);

        assertThat(history.waiting()).isEqualTo(1);
    }

    @Test
    void shouldGiveACallUpThatNobodyAnswers() throws Exception {
        var impatient = new History(() -> clock.getAndAdd(HistoryChecker.HANG.toNanos() / 4));
        var unused = impatient.sent(NODE, QUESTION);

        var given = impatient.closeChapter();
        impatient.ended(given.getFirst().number(), GONE);

        assertThat(given.getFirst().outcomes()).isEmpty();
        assertThat(given.getFirst().late()).isPositive();
        assertThat(impatient.closed()).isEqualTo(given);
    }
}
