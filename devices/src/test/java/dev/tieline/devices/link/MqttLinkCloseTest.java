package dev.tieline.devices.link;

import static dev.tieline.devices.link.LinkFixture.connect;
import static dev.tieline.devices.link.LinkFixture.failure;
import static dev.tieline.devices.link.LinkFixture.link;
import static dev.tieline.devices.link.LinkFixture.message;
import static dev.tieline.devices.link.LinkFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.FreePort;
import dev.tieline.devices.testing.MosquittoProcess;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a link ends. */
class MqttLinkCloseTest {
    private static MosquittoProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = MosquittoProcess.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldLeaveNoThread() {
        var options = options(broker.uri());
        var link = connect(link(options));
        assertThat(threadsOf(options)).isNotEmpty();

        link.close();

        Eventually.until(
                "its threads ended: " + threadsOf(options),
                () -> threadsOf(options).isEmpty());
        assertThat(link.connected()).isFalse();
    }

    @Test
    void shouldLeaveNoThreadWhileItLooksForItsBroker() {
        var options = options(URI.create("mqtt://127.0.0.1:" + FreePort.find()));
        var link = link(options);
        link.start();
        Eventually.until("it failed once", () -> !link.lastFailure().isEmpty());

        link.close();

        Eventually.until(
                "its threads ended: " + threadsOf(options),
                () -> threadsOf(options).isEmpty());
    }

    @Test
    void shouldCloseTwiceAndWithoutAStart() {
        var link = link(options(broker.uri()));

        link.close();
        link.close();

        assertThat(link.connected()).isFalse();
        assertThatThrownBy(link::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("was started or closed before");
    }

    @Test
    void shouldPublishNothingAfterIt() {
        var link = connect(link(options(broker.uri())));

        link.close();

        assertThat(failure(link.publish(message("c/late", "x"))).kind()).isEqualTo(LinkFailure.Kind.NOT_CONNECTED);
    }

    @Test
    void shouldLetTheRunningHandlerCloseTheLink() {
        var closed = new CompletableFuture<Boolean>();
        var options = options(broker.uri());
        var link = link(options);
        link.subscribe("c/close", 1, message -> {
            link.close();
            closed.complete(true);
        });
        connect(link);

        var unused = link.publish(message("c/close", "x"));

        assertThat(closed.join()).isTrue();
        Eventually.until(
                "its threads ended: " + threadsOf(options),
                () -> threadsOf(options).isEmpty());
    }

    private static List<String> threadsOf(LinkOptions options) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(options.clientId() + "-") || name.endsWith(options.clientId()))
                .toList();
    }
}
