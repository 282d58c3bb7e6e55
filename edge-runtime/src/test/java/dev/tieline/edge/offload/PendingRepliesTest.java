package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.link.PublishOutcome;
import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.FakeTicker;
import dev.tieline.edge.offload.PendingReplies.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingRepliesTest {
    private static final NodeAddress NODE = NodeAddress.of("a/n-1");
    private static final NodeAddress OTHER = NodeAddress.of("b/n-1");

    private final FakeTicker ticker = new FakeTicker();
    private final PendingReplies replies = new PendingReplies(new Random(7));

    @Test
    void shouldHandAReplyToTheRequestThatWaits() {
        try (var pending = replies.open()) {
            var correlation = pending.attempt(NODE);

            assertThat(replies.complete(correlation, headers(), new byte[] {1})).isTrue();
            assertThat(pending.await(ticker.in(Duration.ofSeconds(1))))
                    .get()
                    .isInstanceOfSatisfying(
                            Event.Answered.class,
                            answered -> assertThat(answered.reply().node()).isEqualTo(NODE));
        }
    }

    @Test
    void shouldTakeTheReplyToAnEarlierAttemptWhileALaterOneIsWaitedFor() {
        try (var pending = replies.open()) {
            var first = pending.attempt(NODE);
            pending.attempt(OTHER);

            assertThat(replies.complete(first, headers(), new byte[0])).isTrue();
        }
    }

    @Test
    void shouldTakeEachReplyOnce() {
        try (var pending = replies.open()) {
            var correlation = pending.attempt(NODE);
            replies.complete(correlation, headers(), new byte[0]);

            assertThat(replies.complete(correlation, headers(), new byte[0])).isFalse();
            assertThat(replies.dropped()).isEqualTo(1);
        }
    }

    @Test
    void shouldDropWhatComesAfterTheEnd() {
        byte[] correlation;
        try (var pending = replies.open()) {
            correlation = pending.attempt(NODE);
        }

        assertThat(replies.complete(correlation, headers(), new byte[0])).isFalse();
        assertThat(replies.size()).isZero();
        assertThat(replies.attempts()).isZero();
    }

    @Test
    void shouldEndTheWaitAtTheDeadline() {
        try (var pending = replies.open()) {
            pending.attempt(NODE);
            var deadline = ticker.in(Duration.ofMillis(5));
            ticker.advance(Duration.ofMillis(5));

            assertThat(pending.await(deadline)).isEmpty();
        }
    }

    @Test
    void shouldTellAllThatTheLinkIsLost() {
        try (var one = replies.open();
                var two = replies.open()) {
            replies.linkLost();

            assertThat(one.await(ticker.in(Duration.ofSeconds(1)))).contains(new Event.LinkLost());
            assertThat(two.await(ticker.in(Duration.ofSeconds(1)))).contains(new Event.LinkLost());
        }
    }

    @Test
    void shouldReportOnlyFailuresOfPublishing() {
        try (var pending = replies.open()) {
            pending.published(NODE, new PublishOutcome.Accepted());
            pending.published(OTHER, new PublishOutcome.NoSubscribers());

            assertThat(pending.await(ticker.in(Duration.ofSeconds(1))))
                    .contains(new Event.NotDelivered(OTHER, new PublishOutcome.NoSubscribers()));
        }
    }

    @Test
    void shouldGiveEachOfManyConcurrentRequestsItsOwnReplyExactlyOnce() throws Exception {
        int requests = 200;
        var pendings = new ArrayList<PendingReplies.Pending>();
        var correlations = new ArrayList<byte[]>();
        for (int i = 0; i < requests; i++) {
            pendings.add(replies.open());
            correlations.add(pendings.get(i).attempt(NODE));
        }
        var twice = new ArrayList<>(correlations);
        twice.addAll(correlations);
        Collections.shuffle(twice, new Random(11));
        var accepted = Collections.synchronizedList(new ArrayList<Boolean>());
        var done = new CountDownLatch(4);
        for (int part = 0; part < 4; part++) {
            var mine = twice.subList(part * requests / 2, (part + 1) * requests / 2);
            Thread.ofVirtual().start(() -> {
                mine.forEach(correlation -> accepted.add(replies.complete(correlation, headers(), correlation)));
                done.countDown();
            });
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Collections.frequency(accepted, true)).isEqualTo(requests);
        for (int i = 0; i < requests; i++) {
            var event = (Event.Answered)
                    pendings.get(i).await(ticker.in(Duration.ofSeconds(1))).orElseThrow();
            assertThat(event.reply().body()).isEqualTo(correlations.get(i));
        }
    }

    @Test
    void shouldHearOfAnAnswerThatComesAfterTheEnd() {
        var heard = new ArrayList<ReplyHeaders>();
        byte[] correlation;
        try (var pending = replies.open()) {
            correlation = pending.attempt(NODE, heard::add);
        }

        assertThat(replies.complete(correlation, headers(), new byte[0])).isFalse();
        replies.complete(correlation, headers(), new byte[0]);

        assertThat(heard).as("once").containsExactly(headers());
        assertThat(replies.dropped()).isEqualTo(2);
    }

    @Test
    void shouldForgetOldAttemptsThatNobodyAnswers() {
        var heard = new ArrayList<ReplyHeaders>();
        var correlations = new ArrayList<byte[]>();
        for (int i = 0; i < 1_025; i++) {
            try (var pending = replies.open()) {
                correlations.add(pending.attempt(NODE, heard::add));
            }
        }

        replies.complete(correlations.getFirst(), headers(), new byte[0]);
        replies.complete(correlations.getLast(), headers(), new byte[0]);

        assertThat(heard).hasSize(1);
    }

    @Test
    void shouldEndTheWaitOfAnInterruptedThreadAndKeepTheMark() {
        try (var pending = replies.open()) {
            Thread.currentThread().interrupt();

            assertThat(pending.await(ticker.in(Duration.ofSeconds(1)))).contains(new Event.Interrupted());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static ReplyHeaders headers() {
        return new ReplyHeaders("r1", ReplyHeaders.OK, 0, NODE, null);
    }
}
