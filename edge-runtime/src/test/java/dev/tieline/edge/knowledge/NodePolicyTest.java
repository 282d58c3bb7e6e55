package dev.tieline.edge.knowledge;

import static dev.tieline.edge.knowledge.Documents.bundle;
import static dev.tieline.edge.knowledge.Documents.bytes;
import static dev.tieline.edge.knowledge.Documents.forbid;
import static dev.tieline.edge.knowledge.Documents.held;
import static dev.tieline.edge.knowledge.Documents.narrower;
import static dev.tieline.edge.knowledge.Documents.pointer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bundles that a node was told and those of its own files make together. */
class NodePolicyTest {
    private static final String TENANT = narrower("clinics", 2, "tenant", forbid("no-special", "special"));
    private static final String SITE = narrower("ward", 7, "site", forbid("no-personal", "personal"));

    @Test
    void shouldBeNoneWhereNothingWasTold() {
        var policy = NodePolicy.of(List.of(), ToldPolicy.NOTHING);

        assertThat(policy.state()).isEqualTo(new BundleState.Absent("no policy bundle is loaded"));
        assertThat(policy.problem()).isNull();
        assertThat(policy.held(0)).isEqualTo(held(0));
    }

    @Test
    void shouldNameTheBundlesFromTheWidestLevelToTheNarrowest() {
        var device = narrower("pump", 1, "device", forbid("no-internal", "internal"));

        var policy = NodePolicy.of(own(device, SITE), told(bundle("acme-eu", 3), TENANT));

        assertThat(policy.held(4)).isEqualTo(held(4, "acme-eu 3", "clinics 2", "ward 7", "pump 1"));
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "3, 3", "4, 4"})
    void shouldTakeTheHigherVersionOfOneBundle(long file, long expected) {
        var policy = NodePolicy.of(own(bundle("acme-eu", file)), told(bundle("acme-eu", 3), TENANT));

        assertThat(policy.held(1)).isEqualTo(held(1, "acme-eu " + expected, "clinics 2"));
    }

    @Test
    void shouldNotPutAFileOfAnotherIdInThePlaceOfTheBundleOfItsLevel() {
        var policy = NodePolicy.of(own(bundle("ours", 1)), told(bundle("acme-eu", 3), TENANT));

        assertThat(policy.problem())
                .startsWith(
                        "the policy bundles acme-eu version 3, ours version 1, clinics version 2 do not fit together:"
                                + " ours version 1:2: bundle.level: there is a bundle of the level platform already");
        assertThat(rest(policy))
                .containsExactly("acme-eu version 3, clinics version 2", "ours version 1, clinics version 2");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 7, 8})
    void shouldNotPutABundleThatItIsToldInThePlaceOfItsSites(long version) {
        var namesake = narrower("ward", version, "tenant", forbid("no-special", "special"));

        var policy = NodePolicy.of(own(SITE), told(bundle("acme-eu", 3), namesake));

        assertThat(policy.problem())
                .contains(
                        "do not fit together: ward version 7:2: bundle.id: there is a bundle with the id ward already,"
                                + " of the level tenant");
        assertThat(rest(policy))
                .containsExactly("acme-eu version 3, ward version " + version, "acme-eu version 3, ward version 7");
    }

    @Test
    void shouldNotTakeAFileOfItsSiteForADamagedBundleOfItsId() {
        var told = told(bundle("acme-eu", 3), narrower("ward", 2, "tenant", forbid("no-special", "special")));
        var damaged = told.with(told.bundles().subList(0, 1));

        var policy = NodePolicy.of(own(SITE), damaged);

        assertThat(policy.problem()).startsWith("the policy ward version 2, known last, cannot be used.");
        assertThat(rest(policy)).containsExactly("acme-eu version 3, ward version 7");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 9})
    void shouldKeepTheFileOfItsSiteWhereABundleOfItsIdIsWithdrawn(long version) {
        var own = own(SITE);
        var platform = told(bundle("acme-eu", 3));
        var namesake = narrower("ward", version, "tenant", forbid("no-special", "special"));
        var both = told(bundle("acme-eu", 3), namesake);

        var withdrawn = both.then(new PolicyPointers(2, platform.told()), platform.bundles(), own);

        assertThat(NodePolicy.of(own, withdrawn).held(2)).isEqualTo(held(2, "acme-eu 3", "ward 7"));
        assertThat(withdrawn.withdrawn()).containsExactly(entry("ward", version));
        assertThat(NodePolicy.of(own, both.thenNothing(own)).held(0).bundles())
                .singleElement()
                .hasToString("ward version 7");
    }

    @Test
    void shouldSayThatNothingLeavesWithoutABundleOfTheLevelPlatform() {
        var policy = NodePolicy.of(own(SITE), told(TENANT));

        assertThat(policy.state()).as("what they forbid counts").isInstanceOf(BundleState.Valid.class);
        assertThat(policy.problem())
                .isEqualTo("there is no policy bundle of the level platform beside clinics version 2, ward version 7");
        assertThat(policy.held(1))
                .isEqualTo(new HeldPolicy(1, held(1, "clinics 2", "ward 7").bundles(), policy.problem()));
    }

    @Test
    void shouldKeepTheForbidsOfItsFilesWhereItIsUnknownWhatItWasTold() {
        var policy = NodePolicy.unknown(own(SITE));

        assertThat(policy.problem()).startsWith("what was known last of the policy is damaged.");
        assertThat(rest(policy)).containsExactly("ward version 7");
        assertThat(NodePolicy.unknown(List.of()).state()).isInstanceOf(BundleState.Absent.class);
    }

    @Test
    void shouldNotHoldTwoVersionsOfABundleThatChangedItsLevel() {
        var moved = narrower("acme-eu", 2, "tenant", forbid("no-special", "special"));

        var older = NodePolicy.of(own(moved), told(bundle("acme-eu", 3)));
        var newer = NodePolicy.of(own(moved.replace("version: 2", "version: 4")), told(bundle("acme-eu", 3)));

        assertThat(older.held(1)).isEqualTo(held(1, "acme-eu 3"));
        assertThat(newer.held(1).bundles()).singleElement().hasToString("acme-eu version 4");
    }

    @Test
    void shouldKeepTheLevelsOfItsOwnWhateverItIsTold() {
        for (var told : List.of(told(), told(bundle("acme-eu", 3)), told(bundle("acme-eu", 3), TENANT))) {
            var policy = NodePolicy.of(own(SITE), told);

            assertThat(policy.held(1).bundles()).last().hasToString("ward version 7");
        }
    }

    @Test
    void shouldLetAFileNameWhatABundleDeclaresThatItIsTold() {
        var tagged = SITE.replace("class: [personal]", "tags: [health]");
        var platform = bundle("acme-eu", 3) + "tags: [health]\n";

        var before = NodePolicy.of(own(tagged), ToldPolicy.NOTHING);
        var after = NodePolicy.of(own(tagged), told(platform));

        assertThat(before.state()).isInstanceOf(BundleState.Absent.class);
        assertThat(before.problem())
                .startsWith("the policy bundle ward version 7 cannot be used by itself: ward version 7:4: ")
                .contains("unknown tag 'health'");
        assertThat(after.held(1)).isEqualTo(held(1, "acme-eu 3", "ward 7"));
    }

    @Test
    void shouldCountAsNoPolicyWhereLevelsClash() {
        var clash = SITE.replace("no-personal", "no-special");

        var policy = NodePolicy.of(own(clash), told(bundle("acme-eu", 3), TENANT));

        assertThat(rest(policy))
                .containsExactly("acme-eu version 3, clinics version 2", "acme-eu version 3, ward version 7");
        assertThat(policy.problem())
                .startsWith(
                        "the policy bundles acme-eu version 3, clinics version 2, ward version 7 do not fit together:"
                                + " ward version 7:4: rules[0].id: ");
        assertThat(policy.held(5).bundles()).isEmpty();
        assertThat(policy.held(5).problem()).isEqualTo(policy.problem());
    }

    @Test
    void shouldCountAsNoPolicyWhereABundleIsDamaged() {
        var told = told(bundle("acme-eu", 3), TENANT);
        var damaged = told.with(told.bundles().subList(0, 1));

        var policy = NodePolicy.of(own(SITE), damaged);

        assertThat(policy.problem()).startsWith("the policy clinics version 2, known last, cannot be used.");
        assertThat(rest(policy)).as("its forbids hold").containsExactly("acme-eu version 3, ward version 7");
    }

    @Test
    void shouldReadWhatClashesBesideTheBundleWhoseWordsItUses() {
        var platform = bundle("acme-eu", 3) + "tags: [health]\n";
        var clash = narrower("ward", 7, "site", "{id: no-special, effect: forbid, for: {tags: [health]}}");

        var policy = NodePolicy.of(own(clash), told(platform, TENANT));

        assertThat(rest(policy))
                .containsExactly("acme-eu version 3, clinics version 2", "acme-eu version 3, ward version 7");
    }

    @Test
    void shouldReadWhatUsesTheWordsOfABundleThatClashes() {
        var platform = bundle("acme-eu", 3) + "rules: [{id: no-health, effect: forbid, for: {tags: [health]}}]\n";
        var clash = SITE.replace("no-personal", "no-special") + "tags: [health]\n";

        var policy = NodePolicy.of(own(clash), told(platform, TENANT));

        assertThat(rest(policy)).containsExactly("acme-eu version 3, ward version 7", "clinics version 2");
    }

    @Test
    void shouldDoWithoutADamagedBundleThatAFileReplaces() {
        var told = told(bundle("acme-eu", 3), TENANT);
        var damaged = told.with(told.bundles().subList(0, 1));

        var policy = NodePolicy.of(own(TENANT), damaged);

        assertThat(policy.held(1)).isEqualTo(held(1, "acme-eu 3", "clinics 2"));
    }

    @Test
    void shouldSayWhatWasWithdrawn() {
        var told = new ToldPolicy(null, List.of(), List.of(), new TreeMap<>(Map.of("acme-eu", 3L, "clinics", 2L)));

        var policy = NodePolicy.of(List.of(), told);

        assertThat(policy.state())
                .isEqualTo(new BundleState.Absent("the policy acme-eu version 3, clinics version 2 was withdrawn"));
        assertThat(policy.problem()).as("nothing is wrong with it").isNull();
    }

    private static List<String> rest(NodePolicy policy) {
        return policy.state() instanceof BundleState.Broken broken
                ? broken.rest().stream().map(PolicySet::toString).toList()
                : List.of("it is not broken: " + policy.state());
    }

    private static List<KnownBundle> own(String... texts) {
        return Stream.of(texts)
                .map(text -> KnownBundle.of(new BundleText("/etc/policy.yaml", text)))
                .toList();
    }

    private static ToldPolicy told(String... texts) {
        var bundles = Stream.of(texts).map(NodePolicyTest::verified).toList();
        var pointers = new PolicyPointers(
                1, bundles.stream().map(VerifiedBundle::pointer).toList());
        return ToldPolicy.NOTHING.then(pointers, bundles, List.of());
    }

    private static VerifiedBundle verified(String text) {
        var head = new BundleText("b", text).head();
        PolicyPointer pointer = pointer(head.id(), head.version(), text);
        try {
            return VerifiedBundle.of(pointer, bytes(text));
        } catch (VerifiedBundle.Mismatch e) {
            throw new AssertionError(e);
        }
    }
}
