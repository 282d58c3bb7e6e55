package dev.tieline.devices.link;

import dev.tieline.devices.testing.Eventually;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Short words for the tests of the link. */
final class LinkFixture {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private LinkFixture() {}

    /** Options with a client id of their own and short pauses between attempts. */
    static LinkOptions options(URI broker) {
        return LinkOptions.of(broker, "test-" + NEXT.incrementAndGet())
                .withBackoff(Duration.ofMillis(10), Duration.ofMillis(200));
    }

    static MqttLink link(LinkOptions options) {
        return new MqttLink(options, random());
    }

    static RandomGenerator random() {
        return new Random(20261122);
    }

    static MqttLink connect(MqttLink link) {
        link.start();
        Eventually.until("the link is connected; its last failure: " + link.lastFailure(), link::connected);
        return link;
    }

    static OutboundMessage message(String topic, String text) {
        return OutboundMessage.of(topic, bytes(text), MessageProperties.NONE);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static PublishOutcome outcome(CompletableFuture<PublishOutcome> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError("no outcome of a publish", e);
        }
    }

    static LinkFailure failure(CompletableFuture<PublishOutcome> future) {
        var outcome = outcome(future);
        if (outcome instanceof PublishOutcome.Failed failed) {
            return failed.failure();
        }
        throw new AssertionError("the publish should have failed, and it is " + outcome);
    }
}
