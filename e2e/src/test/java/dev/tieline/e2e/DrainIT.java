package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.Presence.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a node ends that is told to stop. */
@ExtendWith(SharedFederation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DrainIT {
    private static final String STATE = "tl/v1/acme/node/eu-central/fra-1/state";
    private static final int TERMINATED = 128 + 15;

    @AfterEach
    void startAgain(Federation federation) throws Exception {
        federation.whole();
    }

    @Test
    void shouldAnswerWhatRunsAndWaitsThere(Federation federation) throws Exception {
        var caller = federation.frankfurt().caller();
        var asked = Stream.generate(() -> caller.asking(Federation.LONG_RUN, Requests.PERSONAL))
                .limit(3)
                .toList();
        CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).join();

        federation.frankfurt().process().terminate();

        assertThat(asked.stream().map(CompletableFuture::join))
                .as("one has run, one runs, and one waits")
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(federation.frankfurt().process().awaitEnd(Eventually.PATIENCE))
                .isEqualTo(TERMINATED);
    }

    @Test
    void shouldSayThatItDrainsAndNeverBeCalledLost(Federation federation) throws Exception {
        try (var watch = federation.watch("drain", STATE)) {
            var ready = watch.await("the state", message -> presence(message).state() == State.READY);

            federation.frankfurt().process().terminate();

            var drains =
                    watch.await("the last state", message -> presence(message).state() == State.DRAINING);
            assertThat(presence(drains).birth()).isEqualTo(presence(ready).birth());
            assertThat(federation.frankfurt().process().awaitEnd(Eventually.PATIENCE))
                    .isEqualTo(TERMINATED);
            assertThat(watch.seen()).noneMatch(message -> presence(message).state() == State.LOST);
        }
    }

    private static Presence presence(MqttClient.Seen message) {
        return Presence.read(message.topic(), message.text());
    }
}
