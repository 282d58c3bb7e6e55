package dev.tieline.edge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.edge.trace.Tracing.Kind;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String CAME = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void shouldHandWhatCameThroughWhereNothingIsTraced() {
        var span = Tracing.off().begin(Kind.SERVER, "infer simple", CAME, 0);

        assertThat(span.with("tieline.model", "simple").failed("overloaded").traceparent())
                .isEqualTo(CAME);
    }

    @Test
    void shouldBeginNoTraceWhereNothingIsTraced() {
        assertThat(Tracing.off().begin(Kind.SERVER, "infer simple", null, 0).traceparent())
                .isNull();
    }
}
