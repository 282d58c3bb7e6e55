package dev.tieline.edge.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.Cards;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.DecisionPoint;
import dev.tieline.edge.admission.Knowledge;
import dev.tieline.edge.repository.ModelRepository.Entry;
import dev.tieline.edge.repository.ModelRepository.State;
import dev.tieline.edge.serving.ModelRegistry;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.generated.OddModels;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRepositoryTest {
    private static final ModelName SIMPLE = ModelName.of("simple");
    private static final String ONE = Cards.simple("simple@1");
    private static final String TWO = Cards.simple("simple@2");

    /** With its expression compiled, as nodes get it. */
    private static final String AT_HOME = """
            {id: at-home, effect: forbid, for: {action: [deploy-model]}, when: "origin.country != 'DE'"}
            guards:
              - when: "origin.country != 'DE'"
                checked: "EgwIARIICgZvcmlnaW4SEAgDEgwaCm5vdF9lcXVhbHMaFAgBEhBKDnRpZWxpbmUuT3JpZ2luGgYIAhICGAUaBggDEgIYARoGCAQSA\
            hgFIjEQAzItEgRfIT1fGhsQAioXCgwQASIICgZvcmlnaW4SB2NvdW50cnkaCBAEGgQyAkRFKiQSBzxpbnB1dD4aARciBAgBEAAiBAgCEAYiBAgDEA8iBAgE\
            EBI="
            """;

    @TempDir
    Path folder;

    private DecisionPoint policy = World.decisionPoint(World.CLINIC);
    private final ModelRegistry models = new ModelRegistry();
    private final AtomicBoolean going = new AtomicBoolean();
    private final AtomicReference<Instant> now = new AtomicReference<>(World.CLOCK.instant());
    private ModelRepository repository;

    @BeforeEach
    void fill() throws IOException {
        card("other.yaml", Cards.simple("other@1"));
        card("simple.yaml", ONE);
        var bytes = GeneratedModels.bytes("simple");
        new ModelStore(folder.resolve("store"))
                .add(Cards.artifact("simple.onnx", bytes), new ByteArrayInputStream(bytes));
        repository = repository(1 << 30);
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void shouldShowWhatCouldBeLoaded() {
        assertThat(repository.index(false))
                .containsExactly(entry("other@1", State.UNAVAILABLE, ""), entry("simple@1", State.UNAVAILABLE, ""));
        assertThat(repository.index(true)).isEmpty();
    }

    @Test
    void shouldServeWhatItLoaded() {
        repository.load(SIMPLE);

        assertThat(models.held().get(ModelRef.of("simple@1")))
                .returns(Cards.artifact(ONE).digest(), ModelRegistry.Held::card);
        assertThat(repository.index(true)).containsExactly(entry("simple@1", State.READY, ""));
        assertThat(repository.index(false)).hasSize(2);
    }

    @Test
    void shouldLoadWhatWasAddedToTheCatalogueMeanwhile() throws IOException {
        repository.load(SIMPLE);
        card("newer.yaml", TWO);

        repository.load(SIMPLE);

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@2"));
    }

    @Test
    void shouldKeepTheSessionOfACardThatHasNotChanged() {
        repository.load(SIMPLE);
        try (var lease = models.acquire(SIMPLE, null).orElseThrow()) {
            repository.load(SIMPLE);

            try (var next = models.acquire(SIMPLE, null).orElseThrow()) {
                assertThat(next.session()).isSameAs(lease.session());
            }
        }
    }

    @Test
    void shouldGoOnServingWhatWasThereWhenTheNewVersionFails() throws IOException {
        repository.load(SIMPLE);
        card("newer.yaml", Cards.withWrongGolden(TWO));

        assertThatThrownBy(() -> repository.load(SIMPLE))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("'simple' cannot be loaded")
                .hasMessageContaining("golden sample");

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"));
        assertThat(repository.index(false))
                .filteredOn(entry -> entry.version().equals("2"))
                .singleElement()
                .returns(State.UNAVAILABLE, Entry::state)
                .satisfies(entry -> assertThat(entry.reason()).contains("golden sample"));
    }

    @Test
    void shouldForgetAFailureOnceTheModelServes() throws IOException {
        card("simple.yaml", Cards.withWrongGolden(ONE));
        assertThatThrownBy(() -> repository.load(SIMPLE)).isInstanceOf(RepositoryException.class);
        card("simple.yaml", ONE);

        repository.load(SIMPLE);
        repository.unload(SIMPLE);

        Eventually.until(
                "it is gone", () -> repository.index(false).contains(entry("simple@1", State.UNAVAILABLE, "")));
    }

    @Test
    void shouldSayWhatTheStoreLacksWithoutSayingWhere() throws IOException {
        var absent = Cards.artifact("absent.onnx", new byte[] {1});
        card("absent.yaml", Cards.withFile(Cards.simple("absent@1"), absent));

        assertThatThrownBy(() -> repository.load(ModelName.of("absent")))
                .hasMessageContaining("does not have the file of absent@1")
                .hasMessageContaining(absent.digest().toString())
                .message()
                .doesNotContain(folder.toString());
    }

    @Test
    void shouldSayThatAFileIsDamagedWithoutSayingWhere() throws IOException {
        var bytes = GeneratedModels.bytes("simple");
        var file = new ModelStore(folder.resolve("store"))
                .find(Cards.artifact("simple.onnx", bytes))
                .orElseThrow();
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> repository.load(SIMPLE))
                .hasMessageContaining("damaged")
                .message()
                .doesNotContain(folder.toString());
    }

    @Test
    void shouldSayThatRubbishIsNoModelInItsOwnWords() throws IOException {
        var rubbish = new byte[] {1, 2, 3, 4};
        var file = Cards.artifact("rubbish.onnx", rubbish);
        new ModelStore(folder.resolve("store")).add(file, new ByteArrayInputStream(rubbish));
        card("rubbish.yaml", Cards.withFile(Cards.simple("rubbish@1"), file));

        assertThatThrownBy(() -> repository.load(ModelName.of("rubbish")))
                .hasMessageEndingWith("ONNX Runtime refused the file of rubbish@1");
    }

    @Test
    void shouldSayThatAnOperatorIsNotImplemented() throws IOException {
        var file = Cards.artifact("max.onnx", OddModels.unimplemented());
        new ModelStore(folder.resolve("store")).add(file, new ByteArrayInputStream(OddModels.unimplemented()));
        card("max.yaml", Cards.withFile(Cards.simple("max@1"), file));

        assertThatThrownBy(() -> repository.load(ModelName.of("max")))
                .hasMessageEndingWith("ONNX Runtime does not implement an operator of max@1, or not for its types");
    }

    @Test
    void shouldNotEchoTheFolderOfACatalogueThatCannotBeRead() throws IOException {
        card("broken.yaml", "model: [");

        assertThatThrownBy(() -> repository.load(SIMPLE))
                .hasMessageContaining("the catalogue of this node cannot be used")
                .message()
                .doesNotContain(folder.toString());
        assertThat(repository.index(false)).isEmpty();
    }

    @Test
    void shouldNotLoadWhatHasNoRoom() throws IOException {
        repository = repository(3_000_000);
        repository.load(SIMPLE);

        assertThatThrownBy(() -> repository.load(ModelName.of("other")))
                .hasMessageContaining("2000000 bytes of memory")
                .hasMessageContaining("of the 3000000 bytes");
        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"));
    }

    @Test
    void shouldNotKnowWhatNeitherTheCatalogueNorTheNodeHas() {
        var none = ModelName.of("none");

        assertThatThrownBy(() -> repository.load(none)).satisfies(LocalRepositoryTest::isUnknown);
        assertThatThrownBy(() -> repository.unload(none)).satisfies(LocalRepositoryTest::isUnknown);
    }

    @Test
    void shouldLetRunningCallsEndBeforeAModelIsGone() {
        repository.load(SIMPLE);
        try (var lease = models.acquire(SIMPLE, null).orElseThrow()) {
            repository.unload(SIMPLE);

            assertThat(models.acquire(SIMPLE, null)).isEmpty();
            assertThat(repository.index(false)).contains(entry("simple@1", State.UNLOADING, ""));
            assertThat(lease.session().manifest().ref()).isEqualTo(ModelRef.of("simple@1"));
        }
        Eventually.until("it is gone", () -> models.retiring().isEmpty());
    }

    @Test
    void shouldAgreeToUnloadWhatIsNotLoaded() {
        repository.unload(SIMPLE);

        assertThat(models.held()).isEmpty();
    }

    @Test
    void shouldSendAwayWhoeverComesWhileAChangeIsMade() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        repository = repository(1 << 30, () -> !models.held().isEmpty() && !passed(inside, leave));
        var first = CompletableFuture.runAsync(() -> repository.load(SIMPLE));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        var refused = List.<ThrowingCallable>of(() -> repository.load(SIMPLE), () -> repository.unload(SIMPLE));

        assertThat(refused)
                .allSatisfy(change -> assertThatThrownBy(change)
                        .isInstanceOfSatisfying(
                                RepositoryException.class,
                                e -> assertThat(e.failure()).isEqualTo(new RepositoryFailure.Busy(SIMPLE))));
        leave.countDown();
        first.get(60, TimeUnit.SECONDS);
        repository.unload(SIMPLE);
        assertThat(models.held()).isEmpty();
    }

    /** Lets the first go on once it may; those after it do not wait. */
    private static boolean passed(CountDownLatch inside, CountDownLatch leave) {
        if (inside.getCount() > 0) {
            inside.countDown();
            awaitUninterruptibly(leave);
        }
        return true;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not go on");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldLoadOnceWhatManyAskForAtOnce() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 8)
                    .mapToObj(caller -> callers.submit(this::loadUnlessBusy))
                    .toList();
            for (var each : asked) {
                each.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"));
        assertThat(models.retiring()).as("sessions that were replaced").isEmpty();
    }

    @Test
    void shouldChangeNothingOnceTheNodeIsGoing() {
        repository.load(SIMPLE);
        going.set(true);

        for (var change : List.<Runnable>of(() -> repository.load(SIMPLE), () -> repository.unload(SIMPLE))) {
            assertThatThrownBy(change::run)
                    .isInstanceOfSatisfying(
                            RepositoryException.class,
                            e -> assertThat(e.failure()).isEqualTo(new RepositoryFailure.ShuttingDown(SIMPLE)));
        }
        assertThat(models.held()).hasSize(1);
    }

    private void loadUnlessBusy() {
        try {
            repository.load(SIMPLE);
        } catch (RepositoryException e) {
            assertThat(e.failure()).isEqualTo(new RepositoryFailure.Busy(SIMPLE));
        }
    }

    private LocalRepository repository(long memory) {
        return repository(memory, going::get);
    }

    private LocalRepository repository(long memory, BooleanSupplier going) {
        return new LocalRepository(new LocalRepository.Parts(
                folder.resolve("catalog"), folder.resolve("store"), models, memory, policy, going));
    }

    private void card(String file, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("catalog")).resolve(file), text);
    }

    private static void isUnknown(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        e -> assertThat(e.failure())
                                .isEqualTo(new RepositoryFailure.UnknownModel(ModelName.of("none"))));
    }

    private static Entry entry(String ref, State state, String reason) {
        var model = ModelRef.of(ref);
        return new Entry(model.name(), model.version(), state, reason);
    }

    @Test
    void shouldNotLoadWhatPolicyForbidsWithAllThatItIsDerivedFrom() throws IOException {
        card("base.yaml", Cards.with(Cards.simple("base@1"), "trainedOn: {class: special, tags: [health]}"));
        card("fine.yaml", Cards.with(Cards.simple("fine@1"), "derivedFrom: [base@1]"));
        policy = World.decisionPoint(
                World.CLINIC,
                World.with("{id: no-health-models, effect: forbid, for: {tags: [health], action: [deploy-model]}}"));
        repository = repository(1 << 30);

        assertThatThrownBy(() -> repository.load(ModelName.of("fine")))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("special [health], since it is derived from base@1")
                .hasMessageContaining("rule no-health-models forbids it");
        repository.load(SIMPLE);
        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"));
    }

    @Test
    void shouldLoadWhatNoRulePermitsSinceItDoesNotMove() throws IOException {
        card("fine.yaml", Cards.with(Cards.simple("fine@1"), "trainedOn: {class: special}"));

        repository.load(ModelName.of("fine"));

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("fine@1"));
    }

    @Test
    void shouldNotServeWhatABundleForbidsThatCameWhileItWasLoaded() throws IOException {
        card("fine.yaml", Cards.with(Cards.simple("fine@1"), "trainedOn: {class: special}"));
        var laws = List.of(
                        World.knowledge(),
                        World.with("{id: no-special, effect: forbid, for: {class: [special], action: [deploy-model]}}"))
                .iterator();
        policy = new DecisionPoint(World.device(World.CLINIC), laws::next, World.CLOCK, new Random(1));
        repository = repository(1 << 30);

        assertThatThrownBy(() -> repository.load(ModelName.of("fine"))).hasMessageContaining("rule no-special forbids");

        assertThat(models.held()).isEmpty();
        assertThat(repository.index(false))
                .filteredOn(entry -> entry.name().equals(ModelName.of("fine")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).contains("no-special"));
    }

    @Test
    void shouldRememberWhatTheCatalogueSaidOfTheWeights() throws IOException {
        card("base.yaml", Cards.with(Cards.simple("base@1"), "trainedOn: {class: special}"));
        card("fine.yaml", Cards.with(Cards.simple("fine@1"), "derivedFrom: [base@1]"));

        repository.load(ModelName.of("fine"));

        assertThat(models.held().get(ModelRef.of("fine@1")))
                .returns(DataLabel.of(DataClass.SPECIAL), ModelRegistry.Held::label);
    }

    @Test
    void shouldUnloadWhatIsForbiddenOnceTheBundleBegins() throws IOException {
        card("base.yaml", Cards.with(Cards.simple("base@1"), "trainedOn: {class: special}"));
        card("fine.yaml", Cards.with(Cards.simple("fine@1"), "derivedFrom: [base@1]"));
        var begin = Instant.parse("2026-11-01T00:00:00Z"); // the bundle's notBefore
        var alone = repositoryAt(
                begin.minusSeconds(1),
                World.with("{id: no-special, effect: forbid, for: {class: [special], action: [deploy-model]}}"));
        alone.load(ModelName.of("fine"));
        alone.load(SIMPLE);

        alone.reconsider();
        assertThat(models.held()).as("a second before").hasSize(2);
        now.set(begin);
        alone.reconsider();

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"));
        assertThat(reason(alone, "fine"))
                .startsWith("its weights, which are special, may not be held here")
                .contains("rule no-special forbids it");
    }

    @Test
    void shouldUnloadWhatIsForbiddenOnceTheSiteBookExpires() {
        var expiry = Instant.parse("2027-01-01T00:00:00Z");
        var alone = repositoryAt(expiry.minusSeconds(1), World.with(AT_HOME));
        alone.load(SIMPLE);

        alone.reconsider();
        assertThat(models.held()).as("the country is known").hasSize(1);
        now.set(expiry);
        alone.reconsider();

        assertThat(models.held()).as("an unknown fact counts as a match").isEmpty();
        assertThat(reason(alone, "simple")).contains("rule at-home forbids it");
    }

    @Test
    void shouldLoadAgainWhatIsNoLongerForbidden() {
        var begin = Instant.parse("2026-11-01T00:00:00Z");
        var alone = repositoryAt(begin, World.with("{id: none, effect: forbid, for: {action: [deploy-model]}}"));
        now.set(begin.minusSeconds(1));
        alone.load(SIMPLE);
        now.set(begin);
        alone.reconsider();
        assertThatThrownBy(() -> alone.load(SIMPLE)).hasMessageContaining("rule none forbids it");
        now.set(begin.minusSeconds(1));

        alone.load(SIMPLE);
        alone.reconsider();

        assertThat(models.held()).containsOnlyKeys(ModelRef.of("simple@1"));
    }

    private LocalRepository repositoryAt(Instant start, Knowledge knowledge) {
        now.set(start);
        policy = new DecisionPoint(World.device(World.CLINIC), () -> knowledge, now::get, new Random(1));
        return repository(1 << 30);
    }

    private String reason(ModelRepository repository, String name) {
        Eventually.until("it is gone", () -> models.retiring().isEmpty());
        return repository.index(false).stream()
                .filter(entry -> entry.name().equals(ModelName.of(name)))
                .findFirst()
                .orElseThrow()
                .reason();
    }
}
