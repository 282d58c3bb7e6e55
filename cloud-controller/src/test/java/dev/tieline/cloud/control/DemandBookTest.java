package dev.tieline.cloud.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.cloud.catalog.Deployment;
import dev.tieline.cloud.catalog.Objective;
import dev.tieline.cloud.placement.Want;
import dev.tieline.devices.SiteId;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemandBookTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Want BERLIN =
            new Want(SiteId.of("clinic-berlin"), DataLabel.of(DataClass.SPECIAL, "health", "x"), "diagnostics");
    private static final Want LYON = new Want(SiteId.of("eu-west"), DataLabel.PUBLIC, null);
    private static final Deployment EMBEDDINGS = new Deployment(
            "embeddings",
            ModelRef.of("minilm@1"),
            0,
            2,
            DataLabel.of(DataClass.SPECIAL, "health", "x"),
            null,
            new TreeSet<>(),
            Objective.BALANCED,
            new TreeSet<>(),
            Duration.ofHours(1));

    @TempDir
    private Path folder;

    @Test
    void shouldRememberEachWantOnceInTheOrderTheyCame() {
        var book = book(NOON);

        assertThat(book.asked("embeddings", LYON, NOON)).isTrue();
        assertThat(book.asked("embeddings", BERLIN, NOON)).isTrue();
        assertThat(book.asked("embeddings", LYON, NOON)).isFalse();
        assertThat(book.asked("others", LYON, NOON)).isTrue();

        assertThat(book.of(EMBEDDINGS, NOON)).containsExactly(LYON, BERLIN);
    }

    @Test
    void shouldForgetWhatNobodyAsksForAnyMore() {
        var book = book(NOON);
        book.asked("embeddings", LYON, NOON);
        book.asked("embeddings", BERLIN, NOON.plusSeconds(1));

        assertThat(book.of(EMBEDDINGS, NOON.plus(Duration.ofHours(1)))).containsExactly(BERLIN);
        assertThat(book.of(EMBEDDINGS, NOON)).containsExactly(BERLIN);
    }

    @Test
    void shouldKeepWhatIsUsedThoughNobodyNeedsToAskForIt() {
        var book = book(NOON);
        book.asked("embeddings", LYON, NOON);

        book.used("embeddings", NOON.plus(Duration.ofMinutes(59)));
        book.used("unheard-of", NOON);

        assertThat(book.of(EMBEDDINGS, NOON.plus(Duration.ofMinutes(90)))).containsExactly(LYON);
    }

    @Test
    void shouldOutliveTheController() {
        var book = book(NOON);
        book.asked("embeddings", LYON, NOON);
        book.asked("embeddings", BERLIN, NOON);
        var later = NOON.plus(Duration.ofDays(1));

        assertThat(book(later).of(EMBEDDINGS, later)).containsExactly(LYON, BERLIN);
    }

    @Test
    void shouldBeginAnewWhereItsFileIsDamaged() throws IOException {
        Files.writeString(file(), "{\"apiVersion\":\"tieline.dev/wants/v1\",\"wants\":[{\"deploy");

        var book = book(NOON);
        book.asked("embeddings", LYON, NOON);

        assertThat(book(NOON).of(EMBEDDINGS, NOON)).containsExactly(LYON);
    }

    @Test
    void shouldGoOnWhereTheDiskTakesNothing() throws IOException {
        Files.writeString(folder.resolve("home"), "a file where a folder should be");
        var book = new DemandBook(folder.resolve("home/wants.json"), NOON);

        book.asked("embeddings", LYON, NOON);

        assertThat(book.of(EMBEDDINGS, NOON)).containsExactly(LYON);
    }

    private DemandBook book(Instant at) {
        return new DemandBook(file(), at);
    }

    private Path file() {
        return folder.resolve("wants.json");
    }
}
