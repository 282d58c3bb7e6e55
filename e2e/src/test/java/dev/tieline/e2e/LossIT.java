package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.e2e.faults.LossyNetwork;
import dev.tieline.launcher.process.ChildSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers meet when every connection to the broker loses packets. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LossIT {
    private static final Duration HANG = Duration.ofMinutes(4);
    private static final double LOSS = 0.03;

    private final Workplace place = Workplace.make("loss");

    @AfterEach
    void stop() {
        place.close();
    }

    @Test
    void shouldAnswerOrRefuseEveryCallInTimeAndNowhereElseThoughPacketsAreLost() throws Exception {
        var unused = BrokerKind.programFor("a broker in a network of its own");
        var network = LossyNetwork.losing(LossScenario.BROKER_PORT, LOSS);
        var program = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LossScenario.class.getName());

        var scenario = place.fleet().start(network.under(new ChildSpec("scenario", program, Map.of())));

        int code = scenario.awaitEnd(HANG);
        assertThat(code)
                .as(String.join(System.lineSeparator(), scenario.output()))
                .isZero();
    }
}
