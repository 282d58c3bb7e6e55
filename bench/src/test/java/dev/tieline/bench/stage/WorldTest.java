package dev.tieline.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.SiteBook;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.bundle.PolicySetReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private final DecisionPoint executor =
            new DecisionPoint(World.device(World.EXECUTOR), World::knowledge, CLOCK, new Random(1));

    @TempDir
    Path folder;

    @Test
    void shouldLetPublicDataGoToTheExecutorByARule() {
        var decision = executor.accept(DataLabel.PUBLIC, null, World.ASKER.site());

        assertThat(decision.permitted()).isTrue();
        assertThat(decision.decidingRule()).isEqualTo("public-in-eea");
    }

    @Test
    void shouldKeepPersonalDataWhereItIs() {
        assertThat(executor.accept(DataLabel.of(DataClass.PERSONAL), null, World.ASKER.site())
                        .permitted())
                .isFalse();
    }

    @Test
    void shouldTellTheExecutorTheSameAsTheAsker() {
        var folderOfNode = folder.resolve("new");

        var sites = SiteBook.read(World.writeSites(folderOfNode));
        var policy =
                PolicySetReader.read(World.writePolicy(folderOfNode)).bundles().getFirst();

        assertThat(sites.facts(World.EXECUTOR.site(), CLOCK.instant()))
                .isEqualTo(World.knowledge().sites().facts(World.EXECUTOR.site(), CLOCK.instant()));
        assertThat(policy.id()).isEqualTo("bench");
    }
}
