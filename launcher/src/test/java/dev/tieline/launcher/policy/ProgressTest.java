package dev.tieline.launcher.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();

    @Test
    void shouldCountOnATerminalAndWipeWhatItShowed() {
        steps(new Progress(new PrintWriter(text), true), 2_500);

        assertThat(text.toString())
                .startsWith("\r1000 asked ...\r2000 asked ...\r ")
                .endsWith(" \r");
    }

    @Test
    void shouldKeepQuietElsewhereAndAboutShortWork() {
        steps(new Progress(new PrintWriter(text), false), 2_500);
        steps(new Progress(new PrintWriter(text), true), 999);

        assertThat(text.toString()).isEmpty();
    }

    private static void steps(Progress progress, int count) {
        IntStream.range(0, count).forEach(i -> progress.step());
        progress.end();
    }
}
