package dev.tieline.edge.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.edge.Cards;
import dev.tieline.edge.reconcile.Actual.Loaded;
import dev.tieline.models.ModelName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans converge from anywhere. Each case is made from its seed, which the name of the test shows. */
class ReconcilePlannerPropertyTest {
    private static final int CASES = 300;
    private static final int NAMES = 5;
    private static final int VERSIONS = 3;
    private static final long LIMIT = 20;
    private static final int ENOUGH = 200;
    private static final Map<String, String> CARDS = cards();

    static Stream<Long> seeds() {
        return LongStream.range(0, CASES).boxed();
    }

    /** Every version of every name; between 1 and 9 of the 20 bytes of memory. */
    private static Map<String, String> cards() {
        var cards = new HashMap<String, String>();
        for (int name = 0; name < NAMES; name++) {
            for (int version = 0; version < VERSIONS; version++) {
                cards.put(ref(name, version), PaperNode.card(ref(name, version), 1 + (name * 4 + version * 5) % 9));
            }
        }
        return cards;
    }

    private static String ref(int name, int version) {
        return "m" + name + "@" + version;
    }

    private static String card(String ref) {
        return CARDS.getOrDefault(ref, "");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReachTheDesiredSetWithinMemoryAndLeavePinnedModelsAlone(long seed) {
        var random = new Random(seed);
        var node = node(random);
        var desired = desired(random);
        var pinned = pinned(node);

        var last = follow(node, desired, random);

        assertThat(pinned(node)).as("pinned models").isEqualTo(pinned);
        for (var model : desired.models()) {
            var isLoaded = holds(node, model);
            assertThat(isLoaded || last.refusals().containsKey(model.ref()))
                    .as("%s is loaded or refused: %s", model, last)
                    .isTrue();
        }
        assertThat(node.loaded().values())
                .filteredOn(model -> !model.pinned())
                .allSatisfy(model -> assertThat(isWantedOrPredecessor(model, desired, last))
                        .as("%s has no place", model)
                        .isTrue());
        if (allFits(desired, pinned)) {
            assertThat(last.refusals()).isEmpty();
        }
    }

    /** Applies the first step of each new plan until there is none; calls let go of what they hold in between. */
    private static Plan follow(PaperNode node, DesiredState desired, Random random) {
        for (int i = 0; i < ENOUGH; i++) {
            var plan = node.plan(desired);
            if (plan.steps().isEmpty() && node.retiring() == 0) {
                return plan;
            }
            if (plan.steps().isEmpty() || random.nextInt(4) == 0) {
                node.retiring(0);
            } else {
                node.apply(plan.steps().getFirst(), random.nextBoolean());
            }
            assertThat(node.taken()).as("memory").isLessThanOrEqualTo(node.limit());
        }
        throw new AssertionError("no end after " + ENOUGH + " steps: " + node.plan(desired));
    }

    private static PaperNode node(Random random) {
        var node = new PaperNode(LIMIT);
        CARDS.values().forEach(node::served);
        for (int name = 0; name < NAMES; name++) {
            var card = card(ref(name, random.nextInt(VERSIONS)));
            if (random.nextBoolean() && node.taken() + Cards.manifest(card).memoryBytes() <= LIMIT) {
                if (random.nextInt(4) == 0) {
                    node.pinned(card);
                } else {
                    node.loaded(card);
                }
            }
            var other = card(ref(name, random.nextInt(VERSIONS)));
            switch (random.nextInt(3)) {
                case 0 -> node.withCard(other);
                case 1 -> node.withFiles(other);
                default -> {}
            }
        }
        return node;
    }

    private static DesiredState desired(Random random) {
        var models = new ArrayList<DesiredModel>();
        for (int name = 0; name < NAMES; name++) {
            if (random.nextInt(3) > 0) {
                models.add(PaperNode.model(card(ref(name, random.nextInt(VERSIONS)))));
            }
        }
        return PaperNode.desired(models.toArray(DesiredModel[]::new));
    }

    private static List<Loaded> pinned(PaperNode node) {
        return node.loaded().values().stream().filter(Loaded::pinned).toList();
    }

    private static boolean holds(PaperNode node, DesiredModel model) {
        var held = node.loaded().get(model.ref().name());
        return held != null && held.card().equals(model.card().digest());
    }

    private static boolean isWantedOrPredecessor(Loaded model, DesiredState desired, Plan last) {
        return desired.models().stream()
                .filter(wanted -> wanted.ref().name().equals(model.ref().name()))
                .anyMatch(wanted -> wanted.card().digest().equals(model.card())
                        || last.refusals().containsKey(wanted.ref()));
    }

    /** Whether the desired models and the pinned ones fit together, and no pinned one stands in the way. */
    private static boolean allFits(DesiredState desired, List<Loaded> pinned) {
        var sizes = new HashMap<ModelName, Long>();
        desired.models()
                .forEach(model -> sizes.put(
                        model.ref().name(),
                        Cards.manifest(card(model.ref().toString())).memoryBytes()));
        pinned.forEach(model -> sizes.put(model.ref().name(), model.memoryBytes()));
        var clash = pinned.stream()
                .anyMatch(model -> desired.models().stream()
                        .anyMatch(
                                wanted -> wanted.ref().name().equals(model.ref().name())
                                        && !wanted.card().digest().equals(model.card())));
        return !clash && sizes.values().stream().mapToLong(Long::longValue).sum() <= LIMIT;
    }
}
