package dev.tieline.edge.endpoint.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.devices.testing.Http2Frames;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When requests to a real server end, and who is told. */
class RequestEndTest {
    private static final int WINDOW = 65_535;

    @RegisterExtension
    private final GuardedServer server = new GuardedServer(10);

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void shouldTellEachOnceThatAnAnswerWasWrittenTheLastFirst() throws Exception {
        server.routes.get("/answered").handler(context -> {
            tell(context, "first");
            tell(context, "second");
            context.end("well");
        });
        try (var caller = new Wire(server.port())) {
            caller.get("/answered");

            assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
        }
        Eventually.until("its connection is gone", () -> server.guard.open() == 0);
        assertThat(told).containsExactly("second true", "first true");
    }

    @Test
    void shouldTellWhoComesAfterTheEndAtOnce() throws Exception {
        server.routes.get("/answered").handler(context -> {
            context.end("well");
            tell(context, "late");
        });
        try (var caller = new Wire(server.port())) {
            caller.get("/answered");

            assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(told).containsExactly("late true");
    }

    @Test
    void shouldTellThatACallerWentBeforeItsAnswer() throws Exception {
        server.routes.get("/never").handler(context -> tell(context, "who"));
        try (var caller = new Wire(server.port())) {
            caller.get("/never");
            Eventually.until("it has begun", () -> server.guard.busy() == 1);
        }

        Eventually.until("it was told", () -> told.equals(List.of("who false")));
    }

    @Test
    void shouldTakeAStreamThatIsResetForOneWithoutAnAnswer() throws Exception {
        server.routes.get("/never").handler(context -> tell(context, "who"));
        try (var caller = new Wire(server.port())) {
            caller.say(Http2Frames.preface(WINDOW).get(1, "/never").reset(1));

            Eventually.until("it was told", () -> told.equals(List.of("who false")));
        }
    }

    private void tell(RoutingContext context, String who) {
        RequestEnd.of(context).then(answered -> told.add(who + " " + answered));
    }
}
