package dev.tieline.edge.knowledge;

import static dev.tieline.edge.knowledge.Documents.bundle;
import static dev.tieline.edge.knowledge.Documents.pointer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.edge.FakeBackground;
import dev.tieline.edge.knowledge.PolicySource.Fetched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundleFetchTest {
    private static final PolicyPointer FIRST = pointer("acme-eu", 1, bundle("acme-eu", 1));
    private static final PolicyPointer SECOND = pointer("acme-eu", 2, bundle("acme-eu", 2));

    private final FakeSource source = new FakeSource();
    private final FakeBackground background = new FakeBackground();
    private final Complaints complaints = new Complaints();
    private final List<Long> taken = new ArrayList<>();
    private final BundleFetch fetch = new BundleFetch(
            source,
            background,
            new Random(7),
            complaints,
            bundle -> taken.add(bundle.bundle().version()));

    @Test
    void shouldTryAgainUntilTheBundleIsThere() {
        fetch.want(FIRST);
        background.runDue();
        assertThat(background.waiting()).isEqualTo(1);

        source.serve(FIRST, bundle("acme-eu", 1));
        background.runNext();

        assertThat(taken).containsExactly(1L);
        assertThat(background.waiting()).isZero();
    }

    @Test
    void shouldWaitLongerEachTimeUpToAMinute() {
        fetch.want(FIRST);
        background.runDue();

        var pauses = Stream.generate(background::runNext).limit(10).toList();

        var expected = Stream.iterate(1L, seconds -> Math.min(60, seconds * 2))
                .limit(10)
                .map(Duration::ofSeconds)
                .toList();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(pauses.get(i))
                    .as("pause %d of the generator with the seed 7", i)
                    .isBetween(
                            expected.get(i).multipliedBy(3).dividedBy(4),
                            expected.get(i).multipliedBy(5).dividedBy(4));
        }
    }

    @Test
    void shouldSayOnceThatItTriesAgain() {
        fetch.want(FIRST);
        background.runDue();
        background.runNext();
        background.runNext();

        assertThat(complaints.count()).isEqualTo(3);
        assertThat(complaints.different()).isEqualTo(1);
    }

    @Test
    void shouldLeaveAnOlderPointerForANewerOne() {
        source.serve(SECOND, bundle("acme-eu", 2));
        fetch.want(FIRST);
        background.runDue();

        fetch.want(SECOND);
        background.runDue();
        background.runNext();

        assertThat(taken).containsExactly(2L);
        assertThat(source.asked()).containsExactly(FIRST, SECOND);
        assertThat(background.waiting()).isZero();
    }

    @Test
    void shouldNotLeaveANewerPointerForAnOlderOne() {
        source.serve(FIRST, bundle("acme-eu", 1));
        fetch.want(SECOND);
        background.runDue();

        fetch.want(FIRST);
        background.runDue();

        assertThat(taken).isEmpty();
        source.serve(SECOND, bundle("acme-eu", 2));
        background.runNext();
        assertThat(taken).containsExactly(2L);
    }

    @Test
    void shouldTakeAnOlderPointerOnceTheNewerOneIsRefused() {
        source.answer(SECOND, new Fetched.Refused("it is not on this machine"));
        source.serve(FIRST, bundle("acme-eu", 1));
        fetch.want(SECOND);
        background.runDue();

        fetch.want(FIRST);
        background.runDue();

        assertThat(taken).containsExactly(1L);
    }

    @Test
    void shouldTryAtOnceWhenTheSameIsSaidAgain() {
        fetch.want(FIRST);
        background.runDue();
        source.serve(FIRST, bundle("acme-eu", 1));

        fetch.want(new PolicyPointer(FIRST.bundle(), FIRST.version(), FIRST.file(), FIRST.source()));
        background.runDue();

        assertThat(taken).containsExactly(1L);
        assertThat(background.runNext())
                .as("the old pause runs out without a fetch")
                .isPositive();
        assertThat(source.asked()).hasSize(2);
    }

    @Test
    void shouldForgetWhatWasWithdrawn() {
        fetch.want(FIRST);
        fetch.forget("other");
        fetch.forget("acme-eu");

        background.runDue();

        assertThat(source.asked()).isEmpty();
    }

    @Test
    void shouldNotTryAgainWhereItIsRefused() {
        source.answer(FIRST, new Fetched.Refused("it is not on this machine"));

        fetch.want(FIRST);
        background.runDue();

        assertThat(background.waiting()).isZero();
        assertThat(complaints.count()).isEqualTo(1);
    }
}
