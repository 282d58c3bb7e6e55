package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What callers hear while every thread that may block is taken. */
class BusyThreadsTest {
    private static final String LOAD = "POST /v2/repository/models/other/load HTTP/1.1\r\nHost: x\r\n";
    private static final String INDEX = "POST /v2/repository/index HTTP/1.1\r\nHost: x\r\n";

    private final CountDownLatch leave = new CountDownLatch(1);
    private final List<RawCaller> callers = new ArrayList<>();

    @RegisterExtension
    private final ServedEndpoint endpoint =
            new ServedEndpoint(VertxOptions.DEFAULT_WORKER_POOL_SIZE + 2, false, Duration.ofMillis(100));

    @BeforeEach
    void serve() {
        endpoint.repository.during = this::stay;
    }

    @AfterEach
    void close() throws Exception {
        leave.countDown();
        for (var caller : callers) {
            caller.close();
        }
    }

    @Test
    void shouldNotCallABodySlowThatWaitsForAThread() throws Exception {
        for (int i = 0; i < VertxOptions.DEFAULT_WORKER_POOL_SIZE; i++) {
            caller().send(LOAD + "Content-Length: 0\r\n\r\n");
        }
        Eventually.until(
                "every thread is taken",
                () -> endpoint.repository.asked.size() == VertxOptions.DEFAULT_WORKER_POOL_SIZE);
        var whole = caller();
        whole.send(INDEX + "Content-Length: 2\r\n\r\n{}");
        var half = caller();
        half.send(INDEX + "Content-Length: 2\r\n\r\n{");

        assertThat(half.answer().status()).isEqualTo(408); // the time of the other is over, too
        leave.countDown();

        assertThat(whole.answer().status()).isEqualTo(200);
    }

    private RawCaller caller() throws Exception {
        var caller = new RawCaller(endpoint.port());
        callers.add(caller);
        return caller;
    }

    private void stay() {
        try {
            if (!leave.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
