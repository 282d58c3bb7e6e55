package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementsTest {
    private final List<Integer> sent = new ArrayList<>();
    private final Acknowledgements acknowledgements = new Acknowledgements(sent::add);

    @Test
    void shouldSendAtOnceWhatIsHandledInOrder() {
        var first = acknowledgements.expect(7);
        var second = acknowledgements.expect(3);

        first.run();

        assertThat(sent).containsExactly(7);
        second.run();
        assertThat(sent).containsExactly(7, 3);
    }

    @Test
    void shouldHoldBackAnAcknowledgementUntilThoseBeforeItAreThere() {
        var first = acknowledgements.expect(1);
        var second = acknowledgements.expect(2);
        var third = acknowledgements.expect(3);
        third.run();
        second.run();
        assertThat(sent).isEmpty();

        first.run();

        assertThat(sent).containsExactly(1, 2, 3);
    }

    @Test
    void shouldSendEachAcknowledgementOnce() {
        var first = acknowledgements.expect(1);
        first.run();

        first.run();

        assertThat(sent).containsExactly(1);
    }

    @Test
    void shouldTakeAMessageIdAgainOnceItIsFree() {
        var first = acknowledgements.expect(1);
        first.run();
        var again = acknowledgements.expect(1);

        first.run();

        assertThat(sent).containsExactly(1);
        again.run();
        assertThat(sent).containsExactly(1, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, 77_000_017})
    void shouldKeepTheOrderOfArrivalWhateverTheOrderOfHandling(long seed) {
        var handled = new ArrayList<>(
                IntStream.range(0, 500).mapToObj(acknowledgements::expect).toList());
        Collections.shuffle(handled, new Random(seed));

        handled.forEach(Runnable::run);

        assertThat(sent)
                .as("seed %d", seed)
                .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
    }
}
