package dev.tieline.e2e;

import static dev.tieline.e2e.Requests.PERSONAL;
import static dev.tieline.e2e.Requests.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers notice when a node that works for others is killed. */
@ExtendWith(SharedFederation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FailoverIT {
    /** For calls that are expected to reach their deadline. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    @Test
    void shouldBeServedByTheNextCandidateWhenTheFirstIsKilledUnderLoad(Federation federation) throws Exception {
        var gateway = federation.gateway().caller();
        try (var witness = federation.watch("witness", "tl/v1/+/work/+/+");
                var occupied = federation.occupyGateway();
                var everybody = new Crowd(4, () -> gateway.asking(Requests.simple("simple", 41), PUBLIC));
                var patients = new Crowd(2, () -> gateway.asking(Requests.simple("simple", 41), PERSONAL))) {
            awaitSites(everybody, "us-east");
            awaitSites(patients, "eu-central");

            federation.virginia().process().kill();
            int before = everybody.answers().size();
            // Each of the four callers has asked and been answered at least once after the kill.
            var unused = Eventually.find(
                    "answers after the kill",
                    () -> Optional.of(everybody.answers()).filter(answers -> answers.size() >= before + 12));

            var answers = everybody.dismiss();
            assertThat(answers).allMatch(Answer::served);
            assertThat(answers.subList(before + 4, answers.size()))
                    .extracting(Answer::site)
                    .contains("eu-central")
                    .doesNotContain("us-east");
            assertThat(patients.dismiss()).allMatch(Answer::served);
            assertThat(patients.answers()).extracting(Answer::site).doesNotContain("us-east");
            assertThat(occupied.dismiss()).allMatch(Answer::served);
            assertThat(witness.seen())
                    .filteredOn(order -> order.user("tieline-class").equals("personal"))
                    .isNotEmpty()
                    .allSatisfy(order -> assertThat(order.topic()).endsWith("eu-central/fra-1"));
        }
    }

    @Test
    void shouldEndEveryCallWhenTheOnlyNodeThatMayServeItIsKilled(Federation federation) throws Exception {
        var gateway = federation.gateway().caller();
        try (var patients =
                new Crowd(4, () -> gateway.asking(Requests.simple(Workplace.REGIONAL, 41, SHORT), PERSONAL))) {
            awaitSites(patients, "eu-central");

            federation.frankfurt().process().kill();
            var refusal = Eventually.find(
                    "a refusal",
                    () -> patients.answers().stream()
                            .filter(answer -> !answer.served())
                            .findFirst());

            assertThat(refusal.status()).isIn(502, 504);
            assertThat(String.valueOf(refusal.error())).contains("eu-central/fra-1");
            assertThat(patients.dismiss())
                    .filteredOn(Answer::served)
                    .extracting(Answer::site)
                    .containsOnly("eu-central");
        }
    }

    @Test
    void shouldBeServedHereWhenNobodyElsewhereIsLeft(Federation federation) throws Exception {
        federation.frankfurt().process().kill();
        federation.virginia().process().kill();
        try (var occupied = federation.occupyGateway()) {
            var answers = List.of(
                    federation.gateway().caller().ask(Requests.simple("simple", 41), PERSONAL),
                    federation.gateway().caller().ask(Requests.simple("simple", 41), PUBLIC));

            assertThat(answers).allMatch(Answer::served);
            assertThat(answers).extracting(Answer::site).containsOnly("clinic-berlin");
            assertThat(occupied.dismiss()).allMatch(Answer::served);
        }
    }

    private static void awaitSites(Crowd crowd, String site) throws Exception {
        var unused = Eventually.find(
                "an answer from " + site,
                () -> crowd.answers().stream()
                        .filter(answer -> site.equals(answer.site()))
                        .findFirst());
    }
}
