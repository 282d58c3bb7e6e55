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

import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.Routes;
import dev.tieline.edge.FakeBackground;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node knows when it starts again, before it has met any network. */
class RecallTest {
    private static final String DAMAGED =
            "what was known last of the policy is damaged. Maybe look into the log of this node";

    @TempDir
    Path folder = Path.of("");

    private final FakeSource source = new FakeSource();
    private final FakeBackground background = new FakeBackground();

    @Test
    void shouldKnowWhatItWasToldLast() {
        lastKnown(4, 3, 7);

        var base = start(Given.NOTHING);

        assertThat(base.holdings()).isEqualTo(new Holdings(4, held(3, "acme-eu 3"), 7));
        assertThat(source.asked()).as("fetched once, before").hasSize(1);
        assertThat(base.refused()).isZero();
    }

    @Test
    void shouldKnowWhatTheConfigurationGivesWhenItWasToldNothing() {
        var base = start(new Given(
                SiteBook.read("sites", siteBook(2)), parsed("acme-eu", 5), Routes.read("routes", routeList(6))));

        assertThat(base.holdings()).isEqualTo(new Holdings(2, held(0, "acme-eu 5"), 6));
    }

    @Test
    void shouldRememberNothingWhenItWorksAlone() {
        lastKnown(4, 3, 7);
        var base = base();

        base.start(new Given(SiteBook.read("sites", siteBook(1)), List.of(), null));

        assertThat(base.holdings()).isEqualTo(new Holdings(1, HeldPolicy.NONE, 0));
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "4, 4", "5, 5"})
    void shouldTakeTheNewerSiteBook(long configured, long expected) {
        lastKnown(4, 3, 7);

        var base = start(new Given(SiteBook.read("sites", siteBook(configured)), List.of(), null));

        assertThat(base.holdings().sites()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "3, 3", "4, 4"})
    void shouldTakeTheNewerBundle(long configured, long expected) {
        lastKnown(4, 3, 7);

        var base = start(new Given(null, parsed("acme-eu", configured), null));

        assertThat(base.holdings().policy()).isEqualTo(held(3, "acme-eu " + expected));
    }

    @Test
    void shouldNotPutAConfiguredBundleInThePlaceOfOneOfAnotherId() {
        lastKnown(4, 3, 7);

        var base = start(new Given(null, parsed("ours", 1), null));

        assertThat(base.holdings().policy().problem())
                .contains("acme-eu version 3, ours version 1 do not fit together", "the level platform already");
        assertThat(base.refused()).as("said").isEqualTo(1);
    }

    @Test
    void shouldPreferTheConfiguredRoutesToNewerOnes() {
        lastKnown(4, 3, 7);

        var base = start(new Given(null, List.of(), Routes.read("routes", routeList(1))));

        assertThat(base.holdings().routes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sites.json", "routes.json", "policies.json"})
    void shouldIgnoreADamagedDocumentAndKeepTheOthers(String name) throws IOException {
        lastKnown(4, 3, 7);
        Files.writeString(folder.resolve(name), "{\"apiVersion\": \"tieline");

        var base = start(Given.NOTHING);

        assertThat(base.refused()).isPositive();
        assertThat(base.holdings())
                .isEqualTo(
                        switch (name) {
                            case "sites.json" -> new Holdings(0, held(3, "acme-eu 3"), 7);
                            case "routes.json" -> new Holdings(4, held(3, "acme-eu 3"), 0);
                            default -> new Holdings(4, new HeldPolicy(0, List.of(), DAMAGED), 7);
                        });
    }

    @Test
    void shouldIgnoreABundleThatWasChangedOnTheDisk() throws IOException {
        lastKnown(4, 3, 7);
        Files.writeString(bundleFile(), bundle("acme-eu", 3).replace("internal: deny", "internal: allow"));

        var base = start(Given.NOTHING);

        assertThat(base.get().policy().state()).isInstanceOf(BundleState.Absent.class);
        assertThat(base.refused()).as("what is damaged, and what follows").isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, true", "4, true"})
    void shouldNotGoBackToAnOlderConfiguredBundleWhereTheNewerOneIsDamaged(long configured, boolean counts)
            throws IOException {
        lastKnown(4, 3, 7);
        Files.writeString(bundleFile(), bundle("acme-eu", 3).replace("internal: deny", "internal: allow"));

        var base = start(new Given(null, parsed("acme-eu", configured), null));

        assertThat(base.get().policy().state() instanceof BundleState.Valid).isEqualTo(counts);
        if (!counts) {
            assertThat(base.get().policy().state())
                    .isInstanceOfSatisfying(
                            BundleState.Absent.class,
                            absent -> assertThat(absent.reason()).contains("acme-eu version 3", "cannot be used"));
        }
    }

    @Test
    void shouldLetNothingLeaveWhereItIsUnknownWhichBundleHeldLast() throws IOException {
        lastKnown(4, 3, 7);
        Files.writeString(folder.resolve("policies.json"), "{");

        var base = start(new Given(null, parsed("acme-eu", 2), null));

        assertThat(base.get().policy().state()).isInstanceOfSatisfying(BundleState.Broken.class, broken -> {
            assertThat(broken.reason()).isEqualTo(DAMAGED);
            assertThat(broken.rest()).as("what its files forbid counts").hasSize(1);
        });
        assertThat(base.refused()).isPositive();
    }

    @Test
    void shouldTakeADamagedBundleAgainAndNoOlderOne() throws IOException {
        lastKnown(4, 3, 7);
        Files.delete(bundleFile());
        var background = new FakeBackground();
        var base = new KnowledgeBase(source, background, new Random(1));
        base.start(Given.NOTHING, folder);

        point(base, 2);
        background.runDue();
        assertThat(base.holdings().policy().bundles()).isEmpty();

        point(base, 3);
        background.runDue();
        assertThat(base.holdings().policy()).isEqualTo(held(3, "acme-eu 3"));
    }

    @Test
    void shouldNotBringBackABundleThatWasWithdrawnWhileAnotherOneWasConfigured() {
        lastKnown(4, 3, 7);
        start(new Given(null, parsed("ours", 1), null)).policy(withdrawal(POLICY));

        var base = start(Given.NOTHING);

        assertThat(base.holdings().policy().bundles()).isEmpty();
    }

    @Test
    void shouldNotBringBackRoutesThatWereWithdrawnWhileOthersWereConfigured() {
        lastKnown(4, 3, 7);
        start(new Given(null, List.of(), Routes.read("routes", routeList(1)))).routes(withdrawal(ROUTES));

        assertThat(start(Given.NOTHING).holdings().routes()).isZero();
    }

    @Test
    void shouldRefuseToGoBackByWayOfAWithdrawalAndARestart() {
        lastKnown(4, 3, 7).policy(message(POLICY, pointers(4).toJson()));
        background.runDue();
        var after = new FakeBackground();
        var base = new KnowledgeBase(source, after, new Random(1));
        base.start(Given.NOTHING, folder);
        var older = bundle("acme-eu", 2);
        source.serve(pointer("acme-eu", 2, older), older);

        base.policy(message(POLICY, pointers(5, pointer("acme-eu", 2, older)).toJson()));
        after.runDue();

        assertThat(base.holdings().policy()).isEqualTo(held(4));
        assertThat(base.refused()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetNothingLeaveWhereAWithdrawalFoundNoRoomOnTheDisk(boolean inWords) throws IOException {
        var before = toldBothLevels();
        Files.createDirectories(folder.resolve("policies.json.new").resolve("in-the-way"));
        var platform = pointer("acme-eu", 3, bundle("acme-eu", 3));
        before.policy(inWords ? message(POLICY, pointers(5, platform).toJson()) : withdrawal(POLICY));
        background.runDue();

        var base = start(new Given(null, parsed("acme-eu", 2), null));

        assertThat(base.get().policy().state() instanceof BundleState.Valid).isFalse();
        assertThat(base.holdings().policy().problem())
                .contains("clinics version 2", "known last, cannot be used")
                .satisfies(problem -> assertThat(problem.contains("acme-eu")).isEqualTo(!inWords));
        assertThat(base.get().policy().state() instanceof BundleState.Broken)
                .as("the forbids of what still holds count, those of an old file do not")
                .isEqualTo(inWords);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sites.json", "routes.json", "policies.json"})
    void shouldNotBringBackWhatWasWithdrawnWhileTheDiskTookNothing(String name) throws IOException {
        var before = lastKnown(4, 3, 7);
        Files.createDirectories(folder.resolve(name + ".new").resolve("in-the-way"));

        before.sites(withdrawal(SITES));
        before.routes(withdrawal(ROUTES));
        before.policy(withdrawal(POLICY));

        assertThat(before.refused()).as("said").isEqualTo(1);
        var holdings = start(Given.NOTHING).holdings();
        assertThat(holdings.sites()).isZero();
        assertThat(holdings.routes()).isZero();
        assertThat(holdings.policy().bundles()).isEmpty();
    }

    @Test
    void shouldIgnoreAPointerWhoseBundleIsGone() throws IOException {
        lastKnown(4, 3, 7);
        Files.delete(bundleFile());

        var base = start(Given.NOTHING);

        assertThat(base.holdings().policy().bundles()).isEmpty();
        assertThat(base.refused()).as("what is damaged, and what follows").isEqualTo(2);
    }

    @Test
    void shouldIgnoreABundleThatIsNotText() throws IOException {
        lastKnown(4, 3, 7);
        Files.write(bundleFile(), new byte[] {(byte) 0xff, (byte) 0xfe});

        var base = start(Given.NOTHING);

        assertThat(base.holdings().policy().bundles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"acme-eu, 3, false", "acme-eu, 2, false", "acme-eu, 4, true", "other, 1, true"})
    void shouldNotLetAFileBringBackABundleThatWasWithdrawn(String id, long version, boolean counts) {
        lastKnown(4, 3, 7).policy(withdrawal(POLICY));

        var base = start(new Given(null, parsed(id, version), null));

        assertThat(base.get().policy().state() instanceof BundleState.Valid).isEqualTo(counts);
    }

    @Test
    void shouldStillSayThatTheBundleWasWithdrawn() {
        lastKnown(4, 3, 7).policy(withdrawal(POLICY));

        var base = start(Given.NOTHING);

        assertThat(base.get().policy().state())
                .isInstanceOfSatisfying(
                        BundleState.Absent.class,
                        absent -> assertThat(absent.reason()).contains("acme-eu version 3", "withdrawn"));
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 5"})
    void shouldNotLetAFileBringBackASiteBookThatWasWithdrawn(long configured, long expected) {
        lastKnown(4, 3, 7).sites(withdrawal(SITES));

        var base = start(new Given(SiteBook.read("sites", siteBook(configured)), List.of(), null));

        assertThat(base.holdings().sites()).isEqualTo(expected);
    }

    @Test
    void shouldHaveNoRoutesThatWereWithdrawn() {
        lastKnown(4, 3, 7).routes(withdrawal(ROUTES));

        assertThat(start(Given.NOTHING).holdings().routes()).isZero();
    }

    @Test
    void shouldKnowTheBundlesOfAllLevelsAgain() {
        toldBothLevels();

        var base = start(Given.NOTHING);

        assertThat(base.holdings().policy()).isEqualTo(held(4, "acme-eu 3", "clinics 2"));
        assertThat(base.refused()).isZero();
    }

    @Test
    void shouldNotLetAFileBringBackALevelThatIsNotToldAnyMore() {
        var before = lastKnown(4, 3, 7);
        before.policy(message(POLICY, pointers(4).toJson()));
        background.runDue();

        var base = start(new Given(null, parsed("acme-eu", 3), null));

        assertThat(base.holdings().policy()).isEqualTo(held(4));
    }

    /** A node that was told bundles of two levels, and is gone. */
    private KnowledgeBase toldBothLevels() {
        var tenant = narrower("clinics", 2, "tenant", forbid("no-special", "special"));
        var base = new KnowledgeBase(source, background, new Random(1));
        base.start(Given.NOTHING, folder);
        var platform = pointer("acme-eu", 3, bundle("acme-eu", 3));
        var narrower = pointer("clinics", 2, tenant);
        source.serve(platform, bundle("acme-eu", 3));
        source.serve(narrower, tenant);
        base.policy(message(POLICY, pointers(4, platform, narrower).toJson()));
        background.runDue();
        return base;
    }

    /** A node that was told all of this, and is gone. */
    private KnowledgeBase lastKnown(long sites, long policy, long routes) {
        var base = new KnowledgeBase(source, background, new Random(1));
        base.start(Given.NOTHING, folder);
        base.sites(message(SITES, siteBook(sites)));
        base.routes(message(ROUTES, routeList(routes)));
        point(base, policy);
        background.runDue();
        return base;
    }

    private void point(KnowledgeBase base, long version) {
        var text = bundle("acme-eu", version);
        var pointer = pointer("acme-eu", version, text);
        source.serve(pointer, text);
        base.policy(message(POLICY, pointers(version, pointer).toJson()));
    }

    private KnowledgeBase start(Given given) {
        var base = base();
        base.start(given, folder);
        return base;
    }

    private KnowledgeBase base() {
        return new KnowledgeBase(source, new FakeBackground(), new Random(1));
    }

    private static List<KnownBundle> parsed(String id, long version) {
        return List.of(KnownBundle.of(new BundleText("policy.yaml", bundle(id, version))));
    }

    private Path bundleFile() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("bundle-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
