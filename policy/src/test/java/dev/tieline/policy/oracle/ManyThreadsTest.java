package dev.tieline.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.PolicyDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManyThreadsTest {

    @Test
    void shouldDecideForManyThreadsAtOnceAsForOne() throws InterruptedException, ExecutionException {
        var trial = Trial.from(99, 20, 100)
                .filter(each -> each.law()
                        .articles()
                        .anyMatch(article -> article.guard().isPresent()))
                .findFirst()
                .orElseThrow();
        var subject = Subject.of(trial.law());
        var expected = decisions(subject, trial);

        var futures = new ArrayList<Future<List<PolicyDecision>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 8; i++) {
                futures.add(threads.submit(() -> decisions(subject, trial)));
            }
        }

        for (var future : futures) {
            assertThat(future.get()).isEqualTo(expected);
        }
    }

    private static List<PolicyDecision> decisions(Subject subject, Trial trial) {
        return trial.documents().stream()
                .map(document -> subject.decide(document.request()))
                .toList();
    }
}
