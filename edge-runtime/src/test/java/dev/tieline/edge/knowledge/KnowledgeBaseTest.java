package dev.tieline.edge.knowledge;

import static dev.tieline.edge.knowledge.Documents.POLICY;
import static dev.tieline.edge.knowledge.Documents.ROUTES;
import static dev.tieline.edge.knowledge.Documents.SITES;
import static dev.tieline.edge.knowledge.Documents.bundle;
import static dev.tieline.edge.knowledge.Documents.forbid;
import static dev.tieline.edge.knowledge.Documents.held;
import static dev.tieline.edge.knowledge.Documents.message;
import static dev.tieline.edge.knowledge.Documents.narrower;
import static dev.tieline.edge.knowledge.Documents.pointer;
import static dev.tieline.edge.knowledge.Documents.pointers;
import static dev.tieline.edge.knowledge.Documents.routeList;
import static dev.tieline.edge.knowledge.Documents.siteBook;
import static dev.tieline.edge.knowledge.Documents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteId;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.FakeBackground;
import dev.tieline.models.ModelName;
import dev.tieline.policy.Action;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.Transform;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
    /** Public data on its way to another node. */
    private static final PolicyRequest REQUEST = new PolicyRequest(
            Action.INFER,
            DataLabel.PUBLIC,
            null,
            Transform.RAW,
            Instant.parse("2026-11-23T00:00:00Z"),
            new Origin("acme", SiteFacts.unknown("clinic-berlin")),
            TransferPath.of(Hop.process(SiteFacts.unknown("eu-central"))));

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
        base.start(new Given(null, List.of(), pinned), folder);

        base.routes(message(ROUTES, routeList(9)));
        base.routes(withdrawal(ROUTES));
        base.routes(message(ROUTES, "{"));

        assertThat(base.get().routes()).isEqualTo(pinned);
        assertThat(base.refused()).isZero();
        assertThat(folder.resolve("routes.json")).doesNotExist();
    }

    @Test
    void shouldFetchTheBundleThatIsPointedTo() {
        point(1, "acme-eu", 3);

        assertThat(base.holdings()).isEqualTo(new Holdings(0, held(1, "acme-eu 3"), 0));
        assertThat(base.get().policy().state()).isInstanceOf(BundleState.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldNotEvenFetchWhatIsNotOfANewerGeneration(long generation) {
        point(2, "acme-eu", 3);

        point(generation, "acme-eu", 4);

        assertThat(source.asked()).hasSize(1);
        assertThat(base.holdings().policy()).isEqualTo(held(2, "acme-eu 3"));
        assertThat(base.refused()).as("old is not wrong").isZero();
    }

    @Test
    void shouldRefuseToGoBackToALowerVersionOfABundle() {
        point(1, "acme-eu", 3);

        point(2, "acme-eu", 2);

        assertThat(source.asked()).hasSize(1);
        assertThat(base.holdings().policy()).isEqualTo(held(1, "acme-eu 3"));
        assertThat(base.refused()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToGoBackByWayOfAWithdrawal() {
        point(5, "acme-eu", 3);
        tell(pointers(6));

        point(7, "acme-eu", 2);
        assertThat(base.holdings().policy()).isEqualTo(held(6));
        assertThat(base.refused()).isEqualTo(1);

        point(8, "acme-eu", 3);
        assertThat(base.holdings().policy()).isEqualTo(held(8, "acme-eu 3"));
    }

    @Test
    void shouldRefuseOtherBytesForAVersionThatWasWithdrawn() {
        point(5, "acme-eu", 3);
        tell(pointers(6));
        var other = bundle("acme-eu", 3).replace("public: allow", "public: deny");

        serveAndPoint(7, pointer("acme-eu", 3, other), other);

        assertThat(base.holdings().policy()).isEqualTo(held(6));
        assertThat(base.refused()).isEqualTo(1);
    }

    @Test
    void shouldRefuseOtherBytesForTheSameVersion() {
        point(1, "acme-eu", 3);
        var other = bundle("acme-eu", 3).replace("public: allow", "public: deny");

        serveAndPoint(2, pointer("acme-eu", 3, other), other);

        assertThat(source.asked()).hasSize(1);
        assertThat(base.holdings().policy().generation()).isEqualTo(1);
        assertThat(base.refused()).isEqualTo(1);
    }

    @Test
    void shouldKeepOnlyTheBundleThatIsInForce() throws IOException {
        point(1, "acme-eu", 3);

        point(2, "acme-eu", 4);

        assertThat(base.holdings().policy()).isEqualTo(held(2, "acme-eu 4"));
        assertThat(files()).hasSize(2).contains("policies.json").anyMatch(name -> name.startsWith("bundle-"));
    }

    @Test
    void shouldDecideByTheBundlesOfAllLevelsTogether() throws IOException {
        point(1, "acme-eu", 3);

        pointToBoth(2, narrower("clinics", 1, "tenant", forbid("nothing-public", "public")));

        assertThat(base.holdings().policy()).isEqualTo(held(2, "acme-eu 3", "clinics 1"));
        assertThat(base.get().policy().permits(REQUEST)).isFalse();
        assertThat(source.asked()).as("what is here is not fetched again").hasSize(2);
        assertThat(files()).hasSize(3);
    }

    @Test
    void shouldStayWithTheOldBundlesUntilAllNewOnesAreThere() {
        point(1, "acme-eu", 3);
        var before = base.get();
        var newer = bundle("acme-eu", 4);
        var missing = pointer("clinics", 1, narrower("clinics", 1, "tenant", forbid("a", "public")));
        source.serve(pointer("acme-eu", 4, newer), newer);

        tell(pointers(2, pointer("acme-eu", 4, newer), missing));

        assertThat(base.get()).isSameAs(before);
        assertThat(base.holdings().policy()).isEqualTo(held(1, "acme-eu 3"));
        assertThat(background.waiting()).as("it tries again").isOne();
    }

    @Test
    void shouldLetGoOfALevelThatIsNotToldAnyMore() throws IOException {
        pointToBoth(1, narrower("clinics", 1, "tenant", forbid("nothing-public", "public")));

        point(2, "acme-eu", 3);

        assertThat(base.holdings().policy()).isEqualTo(held(2, "acme-eu 3"));
        assertThat(base.get().policy().permits(REQUEST)).isTrue();
        assertThat(files()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetNothingLeaveOnceAllIsWithdrawn(boolean inWords) {
        point(1, "acme-eu", 3);

        base.policy(inWords ? message(POLICY, pointers(2).toJson()) : withdrawal(POLICY));
        background.runDue();

        assertThat(base.holdings().policy()).isEqualTo(held(inWords ? 2 : 0));
        assertThat(base.get().policy().permits(REQUEST)).isFalse();
        assertThat(base.get().policy().state())
                .isInstanceOfSatisfying(
                        BundleState.Absent.class,
                        absent -> assertThat(absent.reason()).contains("acme-eu version 3", "withdrawn"));
    }

    @Test
    void shouldTakeAnotherBundleInThePlaceOfOne() {
        point(1, "acme-eu", 3);

        point(2, "other", 1);

        assertThat(base.holdings().policy()).isEqualTo(held(2, "other 1"));
    }

    @Test
    void shouldTakeAnyVersionAndGenerationAfterAnEmptyMessage() {
        point(5, "acme-eu", 3);
        base.policy(withdrawal(POLICY));

        point(1, "acme-eu", 2);

        assertThat(base.holdings().policy()).isEqualTo(held(1, "acme-eu 2"));
    }

    @Test
    void shouldNotActivateABundleThatWasWithdrawnWhileItWasFetched() throws IOException {
        source.whileFetching(() -> base.policy(withdrawal(POLICY)));

        point(1, "acme-eu", 3);

        assertThat(base.holdings()).isEqualTo(Holdings.NONE);
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldRefuseBytesThatDifferFromTheDigest() throws IOException {
        var pointer = pointer("acme-eu", 3, bundle("acme-eu", 3));

        serveAndPoint(1, pointer, bundle("acme-eu", 3).replace("internal: deny", "internal: alow"));

        assertRefused();
    }

    @Test
    void shouldRefuseABundleOfAnotherIdThanItsPointerSays() throws IOException {
        serveAndPoint(1, pointer("acme-eu", 3, bundle("acme-us", 3)), bundle("acme-us", 3));

        assertRefused();
    }

    @Test
    void shouldRefuseABundleOfAnotherVersionThanItsPointerSays() throws IOException {
        serveAndPoint(1, pointer("acme-eu", 3, bundle("acme-eu", 2)), bundle("acme-eu", 2));

        assertRefused();
    }

    @Test
    void shouldRefuseABundleThatIsNotValid() throws IOException {
        serveAndPoint(1, pointer("acme-eu", 3, "rules: no"), "rules: no");

        assertRefused();
    }

    @Test
    void shouldNarrowWhatItIsToldByItsOwnSite() {
        var site = own(narrower("here", 1, "site", forbid("nothing-public", "public")));
        base.start(new Given(null, List.of(site), null), folder);
        assertThat(base.holdings().policy().problem()).contains("no policy bundle of the level platform");
        assertThat(base.refused()).as("said").isEqualTo(1);

        point(1, "acme-eu", 3);

        assertThat(base.holdings().policy()).isEqualTo(held(1, "acme-eu 3", "here 1"));
        assertThat(base.get().policy().decide(REQUEST))
                .isInstanceOfSatisfying(
                        PolicyDecision.Deny.class,
                        deny -> assertThat(deny.decidingRule()).isEqualTo("nothing-public"));
    }

    @Test
    void shouldLetNothingLeaveWhereWhatItIsToldDoesNotFitItsOwnSite() {
        var site = own(narrower("here", 1, "site", forbid("same", "special")));
        base.start(new Given(null, List.of(site), null), folder);
        point(1, "acme-eu", 3);
        assertThat(base.get().policy().permits(REQUEST)).isTrue();
        var before = base.refused();

        pointToBoth(2, narrower("clinics", 1, "tenant", forbid("same", "special")));

        assertThat(base.get().policy().permits(REQUEST)).isFalse();
        assertThat(base.holdings().policy().generation()).isEqualTo(2);
        assertThat(base.holdings().policy().bundles()).isEmpty();
        assertThat(base.holdings().policy().problem())
                .contains("acme-eu version 3, clinics version 1, here version 1 do not fit together", "'same'")
                .doesNotContain(folder.toString());
        assertThat(base.refused()).as("said").isEqualTo(before + 1);
    }

    @Test
    void shouldIgnoreMalformedDocumentsAndCountThem() throws IOException {
        base.sites(message(SITES, siteBook(1)));
        base.routes(message(ROUTES, routeList(1)));
        var before = base.get();
        var kept = files();

        base.sites(message(SITES, "version: 9"));
        base.routes(message(ROUTES, "{\"generation\": 9}"));
        base.policy(message(POLICY, "{"));

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
        base.policy(message(
                POLICY, pointers(1, pointer("acme-eu", 3, bundle("acme-eu", 3))).toJson()));

        base.close();

        assertThat(background.closed()).isTrue();
    }

    private void point(long generation, String id, long version) {
        serveAndPoint(generation, pointer(id, version, bundle(id, version)), bundle(id, version));
    }

    private void pointToBoth(long generation, String tenant) {
        var platform = bundle("acme-eu", 3);
        var narrower = pointer("clinics", 1, tenant);
        source.serve(narrower, tenant);
        source.serve(pointer("acme-eu", 3, platform), platform);
        tell(pointers(generation, pointer("acme-eu", 3, platform), narrower));
    }

    private void serveAndPoint(long generation, PolicyPointer pointer, String text) {
        source.serve(pointer, text);
        tell(pointers(generation, pointer));
    }

    private void tell(PolicyPointers pointers) {
        base.policy(message(POLICY, pointers.toJson()));
        background.runDue();
    }

    private static KnownBundle own(String text) {
        return KnownBundle.of(new BundleText("/etc/policy.yaml", text));
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
