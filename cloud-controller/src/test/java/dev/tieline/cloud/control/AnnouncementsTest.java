package dev.tieline.cloud.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.Samples;
import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.rollout.Notice;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.HeldPolicy;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.devices.wire.Topics;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which policy bundles nodes are told, and of which generation that is. */
class AnnouncementsTest {
    private static final Topics TOPICS = new Topics(TenantId.of("acme"));
    private static final URI BLOBS = URI.create("http://127.0.0.1:8080/api/v1/blobs/sha256");
    private static final BundleText PLATFORM = BundleText.of(Samples.POLICY);
    private static final BundleText TENANT = new BundleText("tenant", """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: clinics, version: 4, level: tenant, notBefore: 2026-01-01, expires: 2030-01-01}
            rules: [{id: no-special, effect: forbid, for: {class: [special]}}]
            """);

    @TempDir
    Path folder;

    private final List<Notice> published = new ArrayList<>();
    private Announcements announcements;

    @BeforeEach
    void open() {
        var board = new NoticeBoard(
                notice -> {
                    published.add(notice);
                    return CompletableFuture.runAsync(() -> {}, Runnable::run);
                },
                () -> Instant.EPOCH);
        announcements = new Announcements(TOPICS, board, BLOBS, bundle -> 1_000, folder.resolve("policies.json"));
    }

    @Test
    void shouldTellTheBundlesOfAllLevelsTogether() {
        var policy = PolicySetReader.read(List.of(TENANT, PLATFORM));

        announcements.announce(declared(policy));

        var told = told();
        assertThat(told.generation()).isEqualTo(1);
        assertThat(told).hasToString("acme-eu version 1, clinics version 4");
        for (var i = 0; i < 2; i++) {
            var sha256 = policy.bundles().get(i).sha256();
            assertThat(told.bundles().get(i).file().digest().hex()).isEqualTo(sha256);
            assertThat(told.bundles().get(i).source()).isEqualTo(URI.create(BLOBS + "/" + sha256));
        }
    }

    @Test
    void shouldSayNothingNewWhereNothingHasChanged() {
        announcements.announce(declared(platform()));
        announcements.announce(declared(platform()));

        assertThat(published).hasSize(1);
    }

    @Test
    void shouldTellEachChangeAsANewerWhole() {
        announcements.announce(declared(platform()));
        announcements.announce(declared(PolicySetReader.read(List.of(PLATFORM, TENANT))));
        announcements.announce(declared(platform()));

        assertThat(told().generation()).isEqualTo(3);
        assertThat(told()).hasToString("acme-eu version 1");
    }

    @Test
    void shouldWithdrawAllOnceTheLastIsDeleted() {
        announcements.announce(declared(platform()));

        announcements.announce(declared(null));

        assertThat(told()).isEqualTo(new PolicyPointers(2, List.of()));
    }

    @Test
    void shouldTakeNothingFromNodesWhereNothingWasEverDeclared() {
        announcements.announce(declared(null));

        assertThat(published).isEmpty();
    }

    @Test
    void shouldTakeNothingFromNodesAfterARestartWithoutADeclaration() {
        announcements.announce(declared(platform()));
        open();
        published.clear();

        announcements.announce(declared(null));

        assertThat(published).isEmpty();
    }

    @Test
    void shouldWithdrawAllOnceMoreAfterARestart() {
        announcements.announce(declared(platform()));
        announcements.announce(declared(null));
        open();
        published.clear();

        announcements.announce(declared(null));

        assertThat(told()).isEqualTo(new PolicyPointers(2, List.of()));
    }

    @Test
    void shouldReplaceWhatTheBrokerStillKeepsAfterAllWasWithdrawn() {
        announcements.announce(declared(platform()));
        var before = told();
        announcements.announce(declared(null));
        open();

        announcements.heard(new PolicyPointers(4, before.bundles()));
        announcements.announce(declared(null));

        assertThat(told()).isEqualTo(new PolicyPointers(5, List.of()));
    }

    @Test
    void shouldGoOnWithTheGenerationThatItToldBeforeARestart() {
        announcements.announce(declared(platform()));
        announcements.announce(declared(null));
        open();

        announcements.announce(declared(platform()));

        assertThat(told().generation()).isEqualTo(3);
    }

    @Test
    void shouldTellTheSameAgainAfterARestart() {
        announcements.announce(declared(platform()));
        open();

        announcements.announce(declared(platform()));

        assertThat(told().generation()).isEqualTo(1);
        assertThat(published).hasSize(2);
    }

    @Test
    void shouldTellWhatIsNewerThanWhatHangsAtTheBroker() {
        announcements.heard(new PolicyPointers(7, List.of()));

        announcements.announce(declared(platform()));

        assertThat(told().generation()).isEqualTo(8);
    }

    @Test
    void shouldGoOnWithWhatHangsAtTheBrokerAfterItHasLostEverything() throws IOException {
        var before = forgetAllButWhatHangs(7);
        announcements.observed(holding(7));

        announcements.announce(declared(platform()));
        announcements.announce(declared(platform()));

        assertThat(told()).isEqualTo(before);
        announcements.announce(declared(null));
        assertThat(told()).isEqualTo(new PolicyPointers(8, List.of()));
    }

    @Test
    void shouldGoBeyondWhatANodeHasSeenThoughTheSameHangsOfBefore() throws IOException {
        var before = forgetAllButWhatHangs(7);
        announcements.observed(holding(8));

        announcements.announce(declared(platform()));

        assertThat(told()).isEqualTo(new PolicyPointers(9, before.bundles()));
    }

    @Test
    void shouldReplaceWhatSaysSomethingElseUnderItsOwnGeneration() {
        announcements.announce(declared(platform()));

        announcements.heard(new PolicyPointers(1, List.of()));
        announcements.announce(declared(platform()));

        assertThat(told().generation()).isEqualTo(2);
        assertThat(told()).hasToString("acme-eu version 1");
    }

    @Test
    void shouldTellWhatIsNewerThanWhatANodeHasSeen() {
        announcements.announce(declared(platform()));
        announcements.observed(holding(1));
        announcements.announce(declared(platform()));
        assertThat(told().generation()).isEqualTo(1);

        announcements.observed(holding(11));
        announcements.announce(declared(platform()));

        assertThat(told().generation()).isEqualTo(12);
    }

    @Test
    void shouldLeaveOutADamagedNoteOfWhatWasTold() throws IOException {
        Files.writeString(folder.resolve("policies.json"), "{");
        open();

        announcements.announce(declared(platform()));

        assertThat(told().generation()).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhereTheDiskTakesNothing() throws IOException {
        Files.createDirectories(folder.resolve("policies.json.new").resolve("in-the-way"));

        announcements.announce(declared(platform()));

        assertThat(told()).hasToString("acme-eu version 1");
    }

    private PolicyPointers told() {
        return PolicyPointers.read("broker", new String(published.getLast().payload(), StandardCharsets.UTF_8));
    }

    private static PolicySet platform() {
        return PolicySetReader.read(List.of(PLATFORM));
    }

    /** Loses all that was kept here of a policy. @return what hangs at the broker, which was told in that generation */
    private PolicyPointers forgetAllButWhatHangs(long generation) throws IOException {
        announcements.announce(declared(platform()));
        var before = new PolicyPointers(generation, told().bundles());
        Files.delete(folder.resolve("policies.json"));
        open();
        announcements.heard(before);
        return before;
    }

    private static Holdings holding(long generation) {
        return new Holdings(1, new HeldPolicy(generation, List.of(), null), 0);
    }

    private static Declared declared(@Nullable PolicySet policy) {
        return new Declared(null, policy, new TreeMap<>(), new TreeMap<>());
    }
}
