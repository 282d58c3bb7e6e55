package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.Calls;
import dev.tieline.edge.Cards;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.onnx.ModelSession;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
    private static final ModelName SIMPLE = ModelName.of("simple");
    private static final Digest CARD = Digest.ofBytes(new byte[] {1});
    private static final Digest OTHER_CARD = Digest.ofBytes(new byte[] {2});

    @TempDir
    Path folder;

    private final ModelRegistry models = new ModelRegistry();

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void shouldLeaseTheVersionThatIsAskedForAndNoOther() {
        models.put(open("simple@1"), CARD, false);

        assertThat(leased("1")).isTrue();
        assertThat(leased(null)).isTrue();
        assertThat(leased("2")).isFalse();
        assertThat(models.acquire(ModelName.of("other"), null)).isEmpty();
        assertThat(models.manifest(SIMPLE, "2")).isEmpty();
    }

    @Test
    void shouldLetACallEndOnTheSessionThatItBeganOn() {
        var old = open("simple@1");
        models.put(old, CARD, false);
        try (var lease = models.acquire(SIMPLE, null).orElseThrow()) {
            models.put(open("simple@2"), OTHER_CARD, false);

            assertThat(run(lease.session())).isEqualTo(2);
            assertThat(models.retiring()).extracting(ModelRegistry.Held::card).containsExactly(CARD);
        }
        Eventually.until("the old session is freed", () -> models.retiring().isEmpty());
        assertThatThrownBy(() -> run(old)).isInstanceOf(InferenceException.class);
    }

    @Test
    void shouldGiveNewCallsTheNewVersionAtOnce() {
        models.put(open("simple@1"), CARD, false);

        models.put(open("simple@2"), OTHER_CARD, true);

        assertThat(leased("1")).isFalse();
        assertThat(leased("2")).isTrue();
        assertThat(models.held().keySet()).containsExactly(ModelRef.of("simple@2"));
        assertThat(models.held().get(ModelRef.of("simple@2")))
                .returns(OTHER_CARD, ModelRegistry.Held::card)
                .returns(true, ModelRegistry.Held::pinned);
    }

    @Test
    void shouldCountTheMemoryOfASessionUntilItsLastCallHasEnded() {
        models.put(open("simple@1"), CARD, false);
        var lease = models.acquire(SIMPLE, null).orElseThrow();
        var second = models.acquire(SIMPLE, null).orElseThrow();
        var one = models.memoryBytes();

        var removed = models.remove(ModelRef.of("simple@1"));

        assertThat(removed).isTrue();
        assertThat(models.manifests()).isEmpty();
        lease.close();
        lease.close();
        assertThat(models.memoryBytes()).isEqualTo(one);
        second.close();
        Eventually.until("the memory is free", () -> models.memoryBytes() == 0);
    }

    @Test
    void shouldNotRemoveAnotherVersionThanTheOneNamed() {
        models.put(open("simple@2"), CARD, false);

        assertThat(models.remove(ModelRef.of("simple@1"))).isFalse();

        assertThat(leased("2")).isTrue();
    }

    @Test
    void shouldNotRemoveWhatHasComeInThePlaceOfTheOneThatIsMeant() {
        models.put(open("simple@1"), CARD, false);
        var first = models.held().get(ModelRef.of("simple@1"));
        models.put(open("simple@1"), CARD, false, DataLabel.of(DataClass.SPECIAL));
        var second = models.held().get(ModelRef.of("simple@1"));

        assertThat(models.remove(Objects.requireNonNull(first))).isFalse();
        assertThat(leased("1")).isTrue();
        assertThat(models.remove(Objects.requireNonNull(second))).isTrue();
        assertThat(models.held()).isEmpty();
        assertThat(models.remove(second)).isFalse();
    }

    @Test
    void shouldTellWhenTheMemoryOfARemovedModelWasFreed() {
        var freed = new AtomicInteger();
        models.onFreed(freed::incrementAndGet);
        models.put(open("simple@1"), CARD, false);

        models.remove(ModelRef.of("simple@1"));

        Eventually.until("the listener heard of it", () -> freed.get() == 1);
        assertThat(models.memoryBytes()).isZero();
    }

    @Test
    void shouldCloseWhatComesAfterItsEnd() {
        models.close();
        var late = open("simple@1");

        models.put(late, CARD, false);

        assertThat(leased(null)).isFalse();
        Eventually.until("the late session is closed", () -> isClosed(late));
    }

    @Test
    void shouldNeverFailACallThatHasALeaseWhileVersionsComeAndGo() throws InterruptedException {
        models.put(open("simple@1"), CARD, false);
        var failures = new AtomicInteger();
        var served = new AtomicInteger();
        var enough = new CountDownLatch(200);
        var callers = List.of(caller(served, failures, enough), caller(served, failures, enough));

        for (var version = 2; enough.getCount() > 0; version++) {
            models.put(open("simple@" + version), CARD, false);
        }

        for (var caller : callers) {
            caller.join();
        }
        assertThat(failures).hasValue(0);
        assertThat(served).hasValueGreaterThanOrEqualTo(200);
        Eventually.until(
                "only the last version is left", () -> models.retiring().isEmpty());
    }

    private Thread caller(AtomicInteger served, AtomicInteger failures, CountDownLatch enough) {
        return Thread.ofPlatform().start(() -> {
            while (enough.getCount() > 0) {
                try (var lease = models.acquire(SIMPLE, null).orElseThrow()) {
                    run(lease.session());
                    served.incrementAndGet();
                } catch (RuntimeException e) {
                    failures.incrementAndGet();
                }
                enough.countDown();
            }
        });
    }

    private ModelSession open(String ref) {
        return Cards.open(Cards.simple(ref), folder);
    }

    private boolean leased(@Nullable String version) {
        var lease = models.acquire(SIMPLE, version);
        lease.ifPresent(ModelRegistry.Lease::close);
        return lease.isPresent();
    }

    /** How many outputs it gives. */
    private static int run(ModelSession session) {
        return session.run(Calls.request("simple").inputs(), List.of()).size();
    }

    private static boolean isClosed(ModelSession session) {
        try {
            run(session);
            return false;
        } catch (InferenceException e) {
            return true;
        }
    }
}
