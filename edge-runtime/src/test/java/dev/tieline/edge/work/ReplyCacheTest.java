package dev.tieline.edge.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.work.ReplyCache.Claim;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplyCacheTest {
    private static final ReplyCache.Key KEY = new ReplyCache.Key(NodeAddress.of("a/n-1"), "r1");
    private static final ReplyCache.Key OTHER = new ReplyCache.Key(NodeAddress.of("b/n-1"), "r1");

    private final FakeTicker ticker = new FakeTicker();
    private final ReplyCache cache = new ReplyCache(100, Duration.ofMinutes(1), ticker);

    @Test
    void shouldLetTheFirstClaimRun() {
        assertThat(cache.claim(KEY, correlation(1))).isEqualTo(new Claim.First());
    }

    @Test
    void shouldJoinARepeatToTheRunThatGoesOn() {
        cache.claim(KEY, correlation(1));

        assertThat(cache.claim(KEY, correlation(2))).isEqualTo(new Claim.Joined());
        assertThat(cache.answer(KEY, reply(10))).containsExactly(correlation(1), correlation(2));
    }

    @Test
    void shouldAnswerARepeatFromTheCache() {
        cache.claim(KEY, correlation(1));
        var reply = reply(10);
        cache.answer(KEY, reply);

        assertThat(cache.claim(KEY, correlation(2))).isEqualTo(new Claim.Repeat(reply));
    }

    @Test
    void shouldKeepTheSameRequestIdOfTwoAskersApart() {
        cache.claim(KEY, correlation(1));

        assertThat(cache.claim(OTHER, correlation(2))).isEqualTo(new Claim.First());
    }

    @Test
    void shouldRunARepeatOfWhatWasRefused() {
        cache.claim(KEY, correlation(1));
        cache.release(KEY);

        assertThat(cache.claim(KEY, correlation(2))).isEqualTo(new Claim.First());
    }

    @Test
    void shouldForgetAnswersThatAreTooOld() {
        cache.claim(KEY, correlation(1));
        cache.answer(KEY, reply(10));
        ticker.advance(Duration.ofMinutes(1));

        assertThat(cache.claim(KEY, correlation(2))).isEqualTo(new Claim.First());
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void shouldForgetTheOldestAnswerWhenTheBytesRunOut() {
        cache.claim(KEY, correlation(1));
        cache.answer(KEY, reply(60));
        cache.claim(OTHER, correlation(2));
        cache.answer(OTHER, reply(60));

        assertThat(cache.claim(KEY, correlation(3))).isEqualTo(new Claim.First());
        assertThat(cache.claim(OTHER, correlation(4))).isInstanceOf(Claim.Repeat.class);
        assertThat(cache.bytes()).isEqualTo(60);
    }

    @Test
    void shouldNeverForgetARunThatGoesOn() {
        cache.claim(KEY, correlation(1));
        cache.claim(OTHER, correlation(2));
        cache.answer(OTHER, reply(200));
        ticker.advance(Duration.ofMinutes(2));

        assertThat(cache.claim(KEY, correlation(3))).isEqualTo(new Claim.Joined());
    }

    @Test
    void shouldKeepAnAnswerThatWasGivenWhenItsClaimIsReleasedAfterwards() {
        cache.claim(KEY, correlation(1));
        var reply = reply(10);
        cache.answer(KEY, reply);

        var waiting = cache.release(KEY);

        assertThat(waiting).isEmpty();
        assertThat(cache.claim(KEY, correlation(2))).isEqualTo(new Claim.Repeat(reply));
        assertThat(cache.bytes()).isEqualTo(10);
    }

    private static byte[] correlation(int number) {
        return new byte[] {(byte) number};
    }

    private static WorkReply reply(int bytes) {
        return new WorkReply("ok", new byte[bytes], null);
    }
}
