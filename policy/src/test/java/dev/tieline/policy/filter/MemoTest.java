package dev.tieline.policy.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.SiteFacts;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoTest {
    private static final Hashed<Shape> SHAPE = new Hashed<>(
            new Shape(Action.INFER, DataLabel.PUBLIC, null, null, 0, new Origin("acme", SiteFacts.unknown(""))));

    private final AtomicInteger asked = new AtomicInteger();

    private static Memo.Question question(int number) {
        return new Memo.Question(SHAPE, new Hashed<>(List.of(Hop.process(SiteFacts.unknown("s" + number)))));
    }

    private boolean ask(Memo memo, int number) {
        return memo.get(question(number), () -> {
            asked.incrementAndGet();
            return number % 2 == 0;
        });
    }

    @Test
    void shouldWorkAnAnswerOutOnce() {
        var memo = new Memo(10);

        var answers = List.of(ask(memo, 1), ask(memo, 2), ask(memo, 1), ask(memo, 2));

        assertThat(answers).containsExactly(false, true, false, true);
        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldNeverKeepMoreThanItsLimit() {
        var memo = new Memo(10);

        for (var i = 0; i < 1_000; i++) {
            ask(memo, i);
            assertThat(memo.size()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void shouldForgetFirstWhatWasNotAskedForLately() {
        var memo = new Memo(10);
        ask(memo, 0);

        for (var i = 1; i < 100; i++) {
            ask(memo, i);
            ask(memo, 0);
        }

        assertThat(asked).as("the one that is asked for again and again stays").hasValue(100);
        ask(memo, 1);
        assertThat(asked).as("the one that was asked for once is gone").hasValue(101);
    }

    @Test
    void shouldAnswerManyThreadsRightWhileItForgets() throws InterruptedException {
        var memo = new Memo(10);
        var go = new CountDownLatch(1);
        var wrong = new AtomicInteger();
        var threads = IntStream.range(0, 4)
                .mapToObj(seed -> Thread.ofPlatform().start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        wrong.incrementAndGet();
                        return;
                    }
                    for (var i = 0; i < 20_000; i++) {
                        var number = (i * 7 + seed) % 40;
                        if (ask(memo, number) != (number % 2 == 0)) {
                            wrong.incrementAndGet();
                        }
                    }
                }))
                .toList();

        go.countDown();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(wrong).hasValue(0);
        assertThat(memo.size()).isLessThanOrEqualTo(10 + 4);
    }

    @Test
    void shouldRefuseALimitThatKeepsNothing() {
        assertThatThrownBy(() -> new Memo(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shall keep 1");
    }
}
