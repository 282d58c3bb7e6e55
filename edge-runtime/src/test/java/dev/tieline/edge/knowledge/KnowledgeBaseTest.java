package dev.tieline.edge.knowledge;

import static dev.tieline.edge.knowledge.Documents.ROUTES;
import static dev.tieline.edge.knowledge.Documents.SITES;
import static dev.tieline.edge.knowledge.Documents.bundle;
import static dev.tieline.edge.knowledge.Documents.message;
import static dev.tieline.edge.knowledge.Documents.pointer;
import static dev.tieline.edge.knowledge.Documents.policyTopic;
import static dev.tieline.edge.knowledge.Documents.routeList;
import static dev.tieline.edge.knowledge.Documents.siteBook;
import static dev.tieline.edge.knowledge.Documents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.FakeBackground;
import dev.tieline.models.ModelName;
import dev.tieline.policy.bundle.BundleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages of a controller do to what a node knows. */
class KnowledgeBaseTest {
    @TempDir
    Path folder = Path.of("");

    private final FakeSource source = new FakeSource();
    private final FakeBackground background = new FakeBackground();
    private final KnowledgeBase base = new KnowledgeBase(source, background, new Random(1));

    @BeforeEach
    void start() {
        base.start(Given.NOTHING, folder);
    }

    @Test
    void shouldHoldNothingBeforeItIsTold() {
        assertThat(base.holdings()).isEqualTo(Holdings.NONE);
        assertThat(base.get().policy().state()).isInstanceOf(BundleState.Absent.class);
    }

    @Test
    void shouldTakeANewSiteBook() {
        base.sites(message(SITES, siteBook(4)));

        assertThat(base.get().sites().version()).isEqualTo(4);
        assertThat(base.get().sites().find(SiteId.of("clinic-berlin"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4})
    void shouldIgnoreASiteBookThatIsNotNewer(long version) {
        base.sites(message(SITES, siteBook(4)));
        var before = base.get();

        base.sites(message(SITES, siteBook(version)));

        assertThat(base.get()).isSameAs(before);
        assertThat(base.refused()).as("old is not wrong").isZero();
    }

    @Test
    void shouldKnowNoSiteOnceTheBookIsWithdrawn() {
        base.sites(message(SITES, siteBook(4)));

        base.sites(withdrawal(SITES));

        assertThat(base.get().sites().version()).isZero();
        assertThat(base.get().sites().sites()).isEmpty();
    }

    @Test
    void shouldTakeAnyVersionAfterAWithdrawal() {
        base.sites(message(SITES, siteBook(4)));
        base.sites(withdrawal(SITES));

        base.sites(message(SITES, siteBook(2)));

        assertThat(base.holdings().sites()).isEqualTo(2);
    }

    @Test
    void shouldTakeNewRoutes() {
        base.routes(message(ROUTES, routeList(7)));

        assertThat(base.get().routes().generation()).isEqualTo(7);
        assertThat(base.get().routes().forModel(ModelName.of("simple"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 6, 7})
    void shouldIgnoreRoutesThatAreNotNewer(long generation) {
        base.routes(message(ROUTES, routeList(7)));
        var before = base.get();

        base.routes(message(ROUTES, routeList(generation)));

        assertThat(base.get()).isSameAs(before);
    }

    @Test
    void shouldHaveNoRouteOnceTheyAreWithdrawn() {
        base.routes(message(ROUTES, routeList(7)));

        base.routes(withdrawal(ROUTES));

        assertThat(base.get().routes()).isEqualTo(Routes.none());
    }

    @Test
    void shouldKeepToTheRoutesOfTheConfiguration() {
        var pinned = Routes.read("routes", routeList(1));
        base.start(new Given(null, null, pinned), folder);

        base.routes(message(ROUTES, routeList(9)));
        base.routes(withdrawal(ROUTES));
        base.routes(message(ROUTES, "{"));

        assertThat(base.get().routes()).isEqualTo(pinned);
        assertThat(base.refused()).isZero();
        assertThat(folder.resolve("routes.json")).doesNotExist();
    }

    @Test
    void shouldFetchTheBundleThatIsPointedTo() {
        point("acme-eu", 3);
        background.runDue();

        assertThat(base.holdings()).isEqualTo(new Holdings(0, "acme-eu", 3, 0));
        assertThat(base.get().policy().state()).isInstanceOf(BundleState.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNotEvenFetchABundleThatIsNotNewer(long version) {
        point("acme-eu", 3);
        background.runDue();

        point("acme-eu", version);
        background.runDue();

        assertThat(source.asked()).hasSize(1);
        assertThat(base.holdings().policyVersion()).isEqualTo(3);
    }

    @Test
    void shouldKeepOnlyTheBundleThatIsInForce() throws IOException {
        point("acme-eu", 3);
        background.runDue();

        point("acme-eu", 4);
        background.runDue();

        assertThat(base.holdings().policyVersion()).isEqualTo(4);
        assertThat(files()).hasSize(2).contains("policy.json").anyMatch(name -> name.startsWith("bundle-"));
    }

    @Test
    void shouldRefuseAPointerToAnotherBundleThanTheActiveOne() {
        point("acme-eu", 3);
        background.runDue();

        point("other", 9);
        background.runDue();

        assertThat(base.holdings().policy()).isEqualTo("acme-eu");
        assertThat(source.asked()).hasSize(1);
        assertThat(base.refused()).isEqualTo(1);
    }

    @Test
    void shouldLetNothingLeaveOnceTheBundleIsWithdrawn() {
        point("acme-eu", 3);
        background.runDue();

        base.policy(withdrawal(policyTopic("acme-eu")));

        assertThat(base.holdings().policy()).isNull();
        assertThat(base.get().policy().state())
                .isInstanceOfSatisfying(
                        BundleState.Absent.class,
                        absent -> assertThat(absent.reason()).contains("acme-eu version 3", "withdrawn"));
    }

    @Test
    void shouldTakeAnotherBundleAfterTheActiveOneIsWithdrawn() {
        point("acme-eu", 3);
        background.runDue();
        base.policy(withdrawal(policyTopic("acme-eu")));

        point("other", 1);
        background.runDue();

        assertThat(base.holdings().policy()).isEqualTo("other");
    }

    @Test
    void shouldTakeTheBundleThatItRefusedOnceTheActiveOneIsWithdrawn() {
        point("acme-eu", 3);
        background.runDue();
        point("other", 1);

        base.policy(withdrawal(policyTopic("acme-eu")));
        background.runDue();

        assertThat(base.holdings().policy()).isEqualTo("other");
    }

    @Test
    void shouldForgetTheRefusedBundleWhenItIsWithdrawnItself() {
        point("acme-eu", 3);
        background.runDue();
        point("other", 1);
        base.policy(withdrawal(policyTopic("other")));

        base.policy(withdrawal(policyTopic("acme-eu")));
        background.runDue();

        assertThat(base.holdings().policy()).isNull();
    }

    @Test
    void shouldNotActivateABundleThatWasWithdrawnWhileItWasFetched() throws IOException {
        source.whileFetching(() -> base.policy(withdrawal(policyTopic("acme-eu"))));

        point("acme-eu", 3);
        background.runDue();

        assertThat(base.holdings().policy()).isNull();
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldNotBeConcernedByTheWithdrawalOfABundleThatItDoesNotHold() {
        point("acme-eu", 3);
        background.runDue();

        base.policy(withdrawal(policyTopic("other")));

        assertThat(base.holdings().policy()).isEqualTo("acme-eu");
    }

    @Test
    void shouldRefuseBytesThatDifferFromTheDigest() throws IOException {
        var pointer = pointer("acme-eu", 3, bundle("acme-eu", 3));
        source.serve(pointer, bundle("acme-eu", 3).replace("internal: deny", "internal: alow"));

        base.policy(message(policyTopic("acme-eu"), pointer.toJson()));
        background.runDue();

        assertRefused();
    }

    @Test
    void shouldRefuseABundleOfAnotherIdThanItsPointerSays() throws IOException {
        serveAndPoint(pointer("acme-eu", 3, bundle("acme-us", 3)), bundle("acme-us", 3));

        assertRefused();
    }

    @Test
    void shouldRefuseABundleOfAnotherVersionThanItsPointerSays() throws IOException {
        serveAndPoint(pointer("acme-eu", 3, bundle("acme-eu", 2)), bundle("acme-eu", 2));

        assertRefused();
    }

    @Test
    void shouldRefuseABundleThatIsNotValid() throws IOException {
        serveAndPoint(pointer("acme-eu", 3, "rules: no"), "rules: no");

        assertRefused();
    }

    @Test
    void shouldRefuseAPointerOnTheTopicOfAnotherBundle() throws IOException {
        var pointer = pointer("acme-eu", 3, bundle("acme-eu", 3));
        source.serve(pointer, bundle("acme-eu", 3));

        base.policy(message(policyTopic("other"), pointer.toJson()));
        background.runDue();

        assertRefused();
    }

    @Test
    void shouldIgnoreMalformedDocumentsAndCountThem() throws IOException {
        base.sites(message(SITES, siteBook(1)));
        base.routes(message(ROUTES, routeList(1)));
        var before = base.get();
        var kept = files();

        base.sites(message(SITES, "version: 9"));
        base.routes(message(ROUTES, "{\"generation\": 9}"));
        base.policy(message(policyTopic("acme-eu"), "{"));

        assertThat(base.get()).isSameAs(before);
        assertThat(files()).isEqualTo(kept);
        assertThat(base.refused()).isEqualTo(3);
    }

    @Test
    void shouldTellItsListenersOfChangesOnly() {
        var changes = new AtomicInteger();
        base.onChanged(changes::incrementAndGet);

        base.sites(message(SITES, siteBook(1)));
        base.sites(message(SITES, siteBook(1)));
        base.routes(message(ROUTES, "{"));

        assertThat(changes).hasValue(1);
    }

    @Test
    void shouldHoldWhatTheDiskDoesNotTake() throws IOException {
        Files.createDirectories(folder.resolve("sites.json.new").resolve("in-the-way"));

        base.sites(message(SITES, siteBook(4)));

        assertThat(base.holdings().sites()).isEqualTo(4);
        assertThat(base.refused())
                .as("said, in case somebody wonders after a restart")
                .isEqualTo(1);
    }

    @Test
    void shouldKeepWhatTheDiskDidNotTakeOnceItDoes() throws IOException {
        var obstacle = Files.createDirectories(folder.resolve("sites.json.new").resolve("in-the-way"));
        base.sites(message(SITES, siteBook(4)));
        background.runNext();
        assertThat(background.waiting()).as("it tries again").isOne();
        Files.delete(obstacle);
        Files.delete(folder.resolve("sites.json.new"));

        background.runNext();

        assertThat(folder.resolve("sites.json")).hasContent(siteBook(4));
        assertThat(background.waiting()).isZero();
    }

    @Test
    void shouldNotBringBackAnOlderDocumentThatTheDiskDidNotTake() throws IOException {
        var obstacle = Files.createDirectories(folder.resolve("sites.json.new").resolve("in-the-way"));
        base.sites(message(SITES, siteBook(4)));
        Files.delete(obstacle);
        Files.delete(folder.resolve("sites.json.new"));
        base.sites(message(SITES, siteBook(5)));

        background.runNext();

        assertThat(folder.resolve("sites.json")).hasContent(siteBook(5));
    }

    @Test
    void shouldEndItsFetchesWhenItIsClosed() {
        point("acme-eu", 3);

        base.close();

        assertThat(background.closed()).isTrue();
    }

    private void point(String id, long version) {
        var text = bundle(id, version);
        var pointer = pointer(id, version, text);
        source.serve(pointer, text);
        base.policy(message(policyTopic(id), pointer.toJson()));
    }

    private void serveAndPoint(PolicyPointer pointer, String text) {
        source.serve(pointer, text);
        base.policy(message(policyTopic(pointer.bundle()), pointer.toJson()));
        background.runDue();
    }

    private void assertRefused() throws IOException {
        assertThat(base.holdings()).isEqualTo(Holdings.NONE);
        assertThat(base.refused()).isEqualTo(1);
        assertThat(files()).isEmpty();
        assertThat(background.waiting()).as("what is wrong is not tried again").isZero();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
