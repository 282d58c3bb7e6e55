package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.Http2Frames;
import dev.tieline.edge.endpoint.connection.StreamGuard;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers that close their connection before their answer: what they held is free for the next. */
class CallersThatGoTest {
    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(3, false);

    @Test
    void shouldStopTheRunOfACallerWhoGoes() throws Exception {
        try (var caller = caller()) {
            caller.askForEver();
            Eventually.until("the model runs", () -> endpoint.slots.running() == 1);
        }

        Eventually.until("the slot is free", () -> endpoint.slots.running() == 0);
        assertNextIsServed();
    }

    @Test
    void shouldTakeACallerWhoGoesOutOfTheQueue() throws Exception {
        try (var running = caller()) {
            running.askForEver();
            Eventually.until("the model runs", () -> endpoint.slots.running() == 1);
            try (var waiting = caller()) {
                waiting.askForEver();
                Eventually.until("a call waits", () -> endpoint.slots.queued() == 1);
            }

            Eventually.until("the queue is empty", () -> endpoint.slots.queued() == 0);
            assertThat(endpoint.slots.running()).isEqualTo(1);
        }
    }

    @Test
    void shouldStopWaitingForAnotherNodeWhenTheCallerGoes() throws Exception {
        try (var routed = new ServedEndpoint(3, true)) {
            routed.slots.reserve();
            try (var caller = new RawCaller(routed.port())) {
                caller.askForEver();
                assertThat(routed.elsewhere.asked.await(60, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(routed.elsewhere.interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldLeaveTheEntranceWhenACallerGoesInTheMiddleOfItsBody() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (var caller = caller()) {
                caller.head(1_000);
                caller.send("{\"inputs\":[");
            }
        }

        Eventually.until("the next is served", this::nextIsServed);
    }

    /** An answer that cannot leave breaks the connection while a request is on its way through the router. */
    @Test
    void shouldKeepNoPlaceWhereAConnectionOverHttp2BreaksAsARequestBegins() throws Exception {
        new StreamGuard(1 << 20).watch(endpoint.routes);
        var broken = new AtomicInteger();
        endpoint.routes.route().order(Integer.MIN_VALUE).handler(context -> {
            breakConnection(context.request());
            context.next();
            broken.incrementAndGet();
        });
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.getOutputStream()
                    .write(Http2Frames.preface(65_535)
                            .post(1, "/v2/models/test/infer")
                            .toByteArray());

            Eventually.until("it is broken", () -> broken.get() == 1);
            Eventually.until("its place is free", () -> endpoint.door.inside() == 0);
        }
    }

    private static void breakConnection(HttpServerRequest request) {
        var context = ((ConnectionBase) request.connection()).channelHandlerContext();
        ((Http2ConnectionHandler) context.handler())
                .onError(context, true, Http2Exception.connectionError(Http2Error.INTERNAL_ERROR, "broken"));
    }

    @Test
    void shouldNotCancelTheNextRequestOfAConnection() throws Exception {
        try (var caller = caller()) {
            for (int i = 0; i < 50; i++) {
                caller.ask(RawCaller.body(3));

                assertThat(caller.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldAnswerRequestsThatComeInOnePiece() throws Exception {
        try (var caller = caller()) {
            var body = RawCaller.body(3);
            var request = "POST /v2/models/test/infer HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;

            caller.send(request.repeat(5));

            for (int i = 0; i < 5; i++) {
                assertThat(caller.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldStopTheSecondRequestOfAConnectionWhenItsCallerGoes() throws Exception {
        try (var caller = caller()) {
            caller.ask(RawCaller.body(3));
            caller.answer();
            caller.askForEver();
            Eventually.until("the model runs", () -> endpoint.slots.running() == 1);
        }

        Eventually.until("the slot is free", () -> endpoint.slots.running() == 0);
        assertNextIsServed();
    }

    private void assertNextIsServed() throws Exception {
        try (var caller = caller()) {
            caller.ask(RawCaller.body(10));

            var answer = caller.answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("[1024]");
        }
    }

    private boolean nextIsServed() {
        try (var caller = caller()) {
            caller.ask(RawCaller.body(1));
            return caller.answer().status() == 200;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private RawCaller caller() throws java.io.IOException {
        return new RawCaller(endpoint.port());
    }
}
