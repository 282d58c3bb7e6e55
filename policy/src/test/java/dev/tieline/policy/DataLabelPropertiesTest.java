package dev.tieline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels form a join semilattice, so that it never matters in which order, or how often, labels are joined. */
class DataLabelPropertiesTest {
    private static final List<DataClass> CLASSES = List.of(DataClass.values());

    private static DataLabel label(Random random) {
        var tags = Stream.of("a", "b", "c", "d")
                .filter(tag -> random.nextBoolean())
                .collect(Collectors.toList());
        return DataLabel.of(CLASSES.get(random.nextInt(CLASSES.size())), tags);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 20261122})
    void shouldJoinToOneResultInWhateverOrder(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++) {
            var a = label(random);
            var b = label(random);
            var c = label(random);

            assertThat(a.join(b)).as("seed %d: %s, %s", seed, a, b).isEqualTo(b.join(a));
            assertThat(a.join(b).join(c))
                    .as("seed %d: %s, %s, %s", seed, a, b, c)
                    .isEqualTo(a.join(b.join(c)));
            assertThat(a.join(a)).as("seed %d: %s", seed, a).isEqualTo(a);
            assertThat(DataLabel.PUBLIC.join(a)).as("seed %d: %s", seed, a).isEqualTo(a);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 20261123})
    void shouldNeverLowerALabelByJoining(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++) {
            var joined = List.of(label(random), label(random));

            var result = joined.getFirst().join(joined.getLast());

            for (var label : joined) {
                assertThat(result.dataClass())
                        .as("seed %d: %s", seed, joined)
                        .isGreaterThanOrEqualTo(label.dataClass());
                assertThat(result.tags()).as("seed %d: %s", seed, joined).containsAll(label.tags());
            }
        }
    }
}
