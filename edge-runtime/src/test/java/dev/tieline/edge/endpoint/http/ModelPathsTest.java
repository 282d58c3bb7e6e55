package dev.tieline.edge.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPathsTest {
    @RegisterExtension
    private final ServedEndpoint endpoint = new ServedEndpoint(5, false);

    @RegisterExtension
    private final Asker asker = new Asker(endpoint);

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/test/ready", "/v2/models/test/versions/1/ready"})
    void shouldNotCallAModelReadyWhileTheNodeTakesNoRequests(String path) throws Exception {
        endpoint.health.notReady = List.of("the node is shutting down");

        var answer = asker.get(path);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.body()).contains("\"code\":\"model_not_ready\"", "'test@1'", "the node is shutting down");
        assertThat(asker.get("/v2/models/none/ready").status()).isEqualTo(404);
    }

    @Test
    void shouldCallAModelReadyThatCanBeAsked() throws Exception {
        assertThat(asker.get("/v2/models/test/ready").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/models/stats, false",
        "/v2/models/test/stats, false",
        "/v2/models/test/config, false",
        "/v2/models/test, false",
        "/v2/health/ready, true",
        "/v2/models/test/ready, true"
    })
    void shouldTellMuchOnAThreadThatMayTakeItsTime(String path, boolean onTheLoop) throws Exception {
        var seen = new ConcurrentHashMap<String, Boolean>();
        endpoint.routes.route().order(Integer.MIN_VALUE).handler(context -> {
            context.addHeadersEndHandler(head -> seen.put(path, Context.isOnEventLoopThread()));
            context.next();
        });

        assertThat(asker.get(path).status()).isEqualTo(200);

        assertThat(seen).containsEntry(path, onTheLoop);
    }
}
