package dev.tieline.devices.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogEventTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void shouldStandBesideTheLineAndNoOther() {
        var seen = new AtomicReference<Object>();

        new LogEvent("link_lost")
                .with("broker", "mqtt://a:1")
                .log(() -> seen.set(MDC.get("event") + " " + MDC.get("broker")));

        assertThat(seen.get()).isEqualTo("link_lost mqtt://a:1");
        assertThat(MDC.get("event")).isNull();
        assertThat(MDC.get("broker")).isNull();
    }

    @Test
    void shouldLeaveNothingBehindAfterALineThatFails() {
        var event = new LogEvent("link_lost");

        assertThatThrownBy(() -> event.log(() -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(MDC.get("event")).isNull();
    }

    @Test
    void shouldLeaveOutAKeyWithoutAValue() {
        new LogEvent("node_ready")
                .with("broker", null)
                .log(() -> assertThat(MDC.get("broker")).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Link", "link-lost", "link lost", "1st", "a\n"})
    void shouldRefuseANameThatIsNotFixed(String name) {
        assertThatThrownBy(() -> new LogEvent(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void shouldGiveTheLinesOfAStepTheIdOfItsTrace() {
        var seen = new AtomicReference<Object>();

        LogEvent.under("00-" + TRACE + "-b7ad6b7169203331-01", () -> seen.set(MDC.get("trace_id")));

        assertThat(seen.get()).isEqualTo(TRACE);
        assertThat(MDC.get("trace_id")).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "nonsense"})
    void shouldDoTheStepOfNoTraceToo(String traceparent) {
        var done = new AtomicReference<String>();

        LogEvent.under(traceparent, () -> done.set("done " + MDC.get("trace_id")));

        assertThat(done.get()).isEqualTo("done null");
    }
}
