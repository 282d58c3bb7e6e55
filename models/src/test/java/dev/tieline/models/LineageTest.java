package dev.tieline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {
    private static final List<DataClass> CLASSES =
            List.of(DataClass.PUBLIC, DataClass.INTERNAL, DataClass.PERSONAL, DataClass.SPECIAL);
    private final Map<ModelRef, ModelManifest> cards = new TreeMap<>();

    @Test
    void shouldJoinTheLabelOfACardWithWhatTheModelWasTrainedOn() {
        var model = card("a@1", DataLabel.of(DataClass.INTERNAL, "x"), DataLabel.of(DataClass.SPECIAL, "health"));

        var lineage = lineage(model);

        assertThat(lineage.label()).isEqualTo(DataLabel.of(DataClass.SPECIAL, "health", "x"));
        assertThat(lineage.reasons()).isEmpty();
        assertThat(lineage).hasToString("special [health, x]");
    }

    @Test
    void shouldNotCountWhatAModelIsGiven() {
        var labels = new ModelLabels(DataLabel.PUBLIC, DataLabel.of(DataClass.SPECIAL), DataLabel.PUBLIC, List.of());

        var lineage = lineage(TestManifests.labelled("a@1", labels));

        assertThat(lineage.label()).isEqualTo(DataLabel.PUBLIC);
        assertThat(labels.request()).isEqualTo(DataLabel.of(DataClass.SPECIAL));
    }

    @Test
    void shouldInheritFromAllModelsBeforeItAndNameThoseThatRaisedIt() {
        card("base@1", DataLabel.PUBLIC, DataLabel.of(DataClass.SPECIAL, "health"));
        card("mid@1", DataLabel.of(DataClass.INTERNAL), DataLabel.PUBLIC, "base@1");
        card("other@1", DataLabel.PUBLIC, DataLabel.PUBLIC);
        var model = card("fine@2", DataLabel.PUBLIC, DataLabel.PUBLIC, "mid@1", "other@1");

        var lineage = lineage(model);

        assertThat(lineage.label()).isEqualTo(DataLabel.of(DataClass.SPECIAL, "health"));
        assertThat(lineage)
                .hasToString("special [health], since it is derived from mid@1, whose weights are internal"
                        + " and is derived from base@1, whose weights are special [health]");
    }

    @Test
    void shouldBeOfUnknownClassWhereAParentHasNoCard() {
        var model = card("fine@1", DataLabel.of(DataClass.PUBLIC, "x"), DataLabel.PUBLIC, "gone@3");

        var lineage = lineage(model);

        assertThat(lineage.label()).isEqualTo(DataLabel.of(DataClass.UNKNOWN, "x"));
        assertThat(lineage).hasToString("unknown [x], since it is derived from gone@3, of which there is no card");
    }

    @Test
    void shouldBeOfUnknownClassWhereAnAncestorComesFromItself() {
        card("a@1", DataLabel.PUBLIC, DataLabel.PUBLIC, "b@1");
        card("b@1", DataLabel.PUBLIC, DataLabel.PUBLIC, "a@1");
        var model = card("fine@1", DataLabel.PUBLIC, DataLabel.PUBLIC, "a@1");

        assertThat(lineage(model).label().dataClass()).isEqualTo(DataClass.UNKNOWN);
        assertThat(lineage(model).toString()).contains("models that are derived from themselves: [a@1, b@1, fine@1]");
    }

    @Test
    void shouldBeOfUnknownClassWhereAModelNamesItself() {
        var model = card("a@1", DataLabel.PUBLIC, DataLabel.PUBLIC, "a@1");

        assertThat(lineage(model).label().dataClass()).isEqualTo(DataClass.UNKNOWN);
    }

    @Test
    void shouldTakeTheCardInHandForTheModelItself() {
        card("a@1", DataLabel.of(DataClass.SPECIAL), DataLabel.PUBLIC);
        var newer = TestManifests.labelled("a@1", ModelLabels.of(DataLabel.PUBLIC));

        assertThat(lineage(newer).label()).isEqualTo(DataLabel.PUBLIC);
    }

    @Test
    void shouldJoinWhatWasToldWithTheCardWhereAncestorsAreNotAtHand() {
        var model = card("fine@1", DataLabel.of(DataClass.INTERNAL, "x"), DataLabel.PUBLIC, "base@1");

        var lineage = Lineage.told(model, Optional.of(DataLabel.of(DataClass.PUBLIC, "health")));

        assertThat(lineage.label()).isEqualTo(DataLabel.of(DataClass.INTERNAL, "health", "x"));
    }

    @Test
    void shouldBeOfUnknownClassWhereNothingWasToldOfItsParents() {
        var orphan = card("fine@1", DataLabel.PUBLIC, DataLabel.PUBLIC, "base@1");
        var founder = card("base@1", DataLabel.PUBLIC, DataLabel.of(DataClass.PERSONAL));

        assertThat(Lineage.told(orphan, Optional.empty()).label().dataClass()).isEqualTo(DataClass.UNKNOWN);
        assertThat(Lineage.told(orphan, Optional.empty()).toString()).contains("of which nothing was told");
        assertThat(Lineage.told(founder, Optional.empty()).label()).isEqualTo(DataLabel.of(DataClass.PERSONAL));
    }

    @Test
    void shouldFollowALineOfThousands() {
        card("m@0", DataLabel.of(DataClass.PERSONAL), DataLabel.PUBLIC);
        IntStream.rangeClosed(1, 5_000)
                .forEach(i -> card("m@" + i, DataLabel.PUBLIC, DataLabel.PUBLIC, "m@" + (i - 1)));

        var lineage = lineage(java.util.Objects.requireNonNull(cards.get(ModelRef.of("m@5000"))));

        assertThat(lineage.label()).isEqualTo(DataLabel.of(DataClass.PERSONAL));
    }

    /** Whatever the cards: a label never sinks by having parents, and is at least that of each known parent. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNeverBeLowerThanAParent(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 40; i++) {
            var parents = random.ints(random.nextInt(3), 0, 42)
                    .distinct()
                    .mapToObj(p -> "m@" + p)
                    .toArray(String[]::new);
            card("m@" + i, any(random), any(random), parents);
        }

        for (var model : cards.values()) {
            var label = lineage(model).label();
            assertThat(label.join(model.labels().weights())).as("seed %d", seed).isEqualTo(label);
            for (var parent : model.labels().derivedFrom()) {
                var inherited = Optional.ofNullable(cards.get(parent))
                        .map(known -> lineage(known).label())
                        .orElse(DataLabel.of(DataClass.UNKNOWN));
                assertThat(label.join(inherited))
                        .as("seed %d, %s", seed, model.ref())
                        .isEqualTo(label);
            }
        }
    }

    @Test
    void shouldLimitTheParents() {
        var parents =
                IntStream.range(0, 33).mapToObj(i -> ModelRef.of("m@" + i)).toList();

        assertThatThrownBy(() -> new ModelLabels(DataLabel.PUBLIC, DataLabel.PUBLIC, DataLabel.PUBLIC, parents))
                .hasMessage("a model is derived from at most 32 others, and this one names 33");
    }

    private static DataLabel any(Random random) {
        var dataClass = CLASSES.get(random.nextInt(CLASSES.size()));
        return random.nextBoolean() ? DataLabel.of(dataClass) : DataLabel.of(dataClass, "t" + random.nextInt(3));
    }

    private Lineage lineage(ModelManifest model) {
        return Lineage.of(model, ref -> Optional.ofNullable(cards.get(ref)));
    }

    private ModelManifest card(String ref, DataLabel label, DataLabel training, String... parents) {
        var refs = Arrays.stream(parents).map(ModelRef::of).toList();
        var model = TestManifests.labelled(ref, new ModelLabels(label, DataLabel.PUBLIC, training, refs));
        cards.put(model.ref(), model);
        return model;
    }
}
