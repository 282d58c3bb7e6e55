package dev.tieline.edge.knowledge;

import static dev.tieline.edge.knowledge.Documents.bundle;
import static dev.tieline.edge.knowledge.Documents.forbid;
import static dev.tieline.edge.knowledge.Documents.narrower;
import static dev.tieline.edge.knowledge.Documents.pointer;
import static dev.tieline.edge.knowledge.Documents.pointers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.edge.FakeBackground;
import dev.tieline.edge.knowledge.PolicySource.Fetched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyFetchTest {
    private static final String CLINIC_RULES = narrower("clinics", 4, "tenant", forbid("no-special", "special"));
    private static final PolicyPointer ONE = pointer("acme-eu", 1, bundle("acme-eu", 1));
    private static final PolicyPointer TWO = pointer("acme-eu", 2, bundle("acme-eu", 2));
    private static final PolicyPointer CLINICS = pointer("clinics", 4, CLINIC_RULES);
    private static final PolicyPointers FIRST = pointers(1, ONE);
    private static final PolicyPointers SECOND = pointers(2, TWO);
    private static final PolicyPointers BOTH = pointers(3, TWO, CLINICS);

    private final FakeSource source = new FakeSource();
    private final FakeBackground background = new FakeBackground();
    private final Complaints complaints = new Complaints();
    private final List<Long> taken = new ArrayList<>();
    private final PolicyFetch fetch =
            new PolicyFetch(source, background, new Random(7), complaints, (pointers, bundles) -> {
                assertThat(bundles).extracting(VerifiedBundle::pointer).containsExactlyElementsOf(pointers.bundles());
                taken.add(pointers.generation());
            });

    @Test
    void shouldTryAgainUntilTheBundleIsThere() {
        fetch.want(FIRST, List.of());
        background.runDue();
        assertThat(background.waiting()).isEqualTo(1);

        source.serve(ONE, bundle("acme-eu", 1));
        background.runNext();

        assertThat(taken).containsExactly(1L);
        assertThat(background.waiting()).isZero();
    }

    @Test
    void shouldWaitLongerEachTimeUpToAMinute() {
        fetch.want(FIRST, List.of());
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
        fetch.want(FIRST, List.of());
        background.runDue();
        background.runNext();
        background.runNext();

        assertThat(complaints.count()).isEqualTo(3);
        assertThat(complaints.different()).isEqualTo(1);
    }

    @Test
    void shouldLeaveAnOlderPointerForANewerOne() {
        source.serve(TWO, bundle("acme-eu", 2));
        fetch.want(FIRST, List.of());
        background.runDue();

        fetch.want(SECOND, List.of());
        background.runDue();
        background.runNext();

        assertThat(taken).containsExactly(2L);
        assertThat(source.asked()).containsExactly(ONE, TWO);
        assertThat(background.waiting()).isZero();
    }

    @Test
    void shouldNotLeaveANewerPointerForAnOlderOne() {
        source.serve(ONE, bundle("acme-eu", 1));
        fetch.want(SECOND, List.of());
        background.runDue();

        fetch.want(FIRST, List.of());
        background.runDue();

        assertThat(taken).isEmpty();
        source.serve(TWO, bundle("acme-eu", 2));
        background.runNext();
        assertThat(taken).containsExactly(2L);
    }

    @Test
    void shouldTakeAnOlderPointerOnceTheNewerOneIsRefused() {
        source.answer(TWO, new Fetched.Refused("it is not on this machine"));
        source.serve(ONE, bundle("acme-eu", 1));
        fetch.want(SECOND, List.of());
        background.runDue();

        fetch.want(FIRST, List.of());
        background.runDue();

        assertThat(taken).containsExactly(1L);
    }

    @Test
    void shouldTryAtOnceWhenTheSameIsSaidAgain() {
        fetch.want(FIRST, List.of());
        background.runDue();
        source.serve(ONE, bundle("acme-eu", 1));

        fetch.want(pointers(1, ONE), List.of());
        background.runDue();

        assertThat(taken).containsExactly(1L);
        assertThat(background.runNext())
                .as("the old pause runs out without a fetch")
                .isPositive();
        assertThat(source.asked()).hasSize(2);
    }

    @Test
    void shouldForgetWhatWasWithdrawn() {
        fetch.want(FIRST, List.of());
        fetch.forget();

        background.runDue();

        assertThat(source.asked()).isEmpty();
    }

    @Test
    void shouldNotTryAgainWhereItIsRefused() {
        source.answer(ONE, new Fetched.Refused("it is not on this machine"));

        fetch.want(FIRST, List.of());
        background.runDue();

        assertThat(background.waiting()).isZero();
        assertThat(complaints.count()).isEqualTo(1);
    }

    @Test
    void shouldHandOverAllBundlesOrNone() {
        source.serve(TWO, bundle("acme-eu", 2));
        fetch.want(BOTH, List.of());
        background.runDue();
        assertThat(taken).as("one is not there").isEmpty();

        source.serve(CLINICS, CLINIC_RULES);
        background.runNext();

        assertThat(taken).containsExactly(3L);
        assertThat(source.asked()).as("what has come is not asked for again").containsExactly(TWO, CLINICS, CLINICS);
    }

    @Test
    void shouldNotAskForWhatIsHere() throws VerifiedBundle.Mismatch {
        source.serve(CLINICS, CLINIC_RULES);
        var held = VerifiedBundle.of(TWO, Documents.bytes(bundle("acme-eu", 2)));

        fetch.want(BOTH, List.of(held));
        background.runDue();

        assertThat(taken).containsExactly(3L);
        assertThat(source.asked()).containsExactly(CLINICS);
    }

    @Test
    void shouldTakeNoneWhereOneIsRefused() {
        source.serve(TWO, bundle("acme-eu", 2));
        source.serve(CLINICS, CLINIC_RULES.replace("special", "public"));

        fetch.want(BOTH, List.of());
        background.runDue();

        assertThat(taken).isEmpty();
        assertThat(background.waiting()).isZero();
        assertThat(complaints.count()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoneWhereTheyCannotBeReadTogether() {
        var both = narrower("clinics", 4, "platform", forbid("no-special", "special"));
        var clash = pointer("clinics", 4, both);
        source.serve(TWO, bundle("acme-eu", 2));
        source.serve(clash, both);

        fetch.want(pointers(3, TWO, clash), List.of());
        background.runDue();

        assertThat(taken).isEmpty();
        assertThat(complaints.count()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoBundleOfALevelThatBelongsToTheNode() {
        var text = narrower("here", 1, "site", forbid("no-special", "special"));
        var pointer = pointer("here", 1, text);
        source.serve(pointer, text);

        fetch.want(pointers(3, pointer), List.of());
        background.runDue();

        assertThat(taken).isEmpty();
        assertThat(complaints.count()).isEqualTo(1);
    }

    @Test
    void shouldHandOverThatThereAreNone() {
        fetch.want(pointers(4), List.of());
        background.runDue();

        assertThat(taken).containsExactly(4L);
        assertThat(source.asked()).isEmpty();
    }
}
