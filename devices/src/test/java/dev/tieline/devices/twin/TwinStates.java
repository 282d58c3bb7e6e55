package dev.tieline.devices.twin;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Draws documents at random, each a valid one. */
final class TwinStates {
    private static final long HOUR_MICROS = 3_600_000_000L;

    private TwinStates() {}

    private static DataLabel label(Random random) {
        var classes = List.of(DataClass.values());
        var dataClass = classes.get(random.nextInt(classes.size()));
        return random.nextBoolean()
                ? DataLabel.of(dataClass)
                : DataLabel.of(dataClass, "health", "t-" + random.nextInt(9));
    }

    static DesiredState desired(Random random) {
        var models = new ArrayList<DesiredModel>();
        for (var i = random.nextInt(6); i > 0; i--) {
            var card = new Artifact("card.yaml", digest(random), positive(random));
            models.add(new DesiredModel(ref(random, i), card, random.nextBoolean() ? label(random) : null));
        }
        var scheme = random.nextBoolean() ? "http" : "https";
        var path = random.nextBoolean() ? "" : "/blobs%20/" + random.nextInt(99);
        return new DesiredState(positive(random), URI.create(scheme + "://[::1]:8080" + path), models);
    }

    static ReportedState reported(Random random) {
        var models = new TreeMap<ModelRef, ReportedModel>();
        for (var i = random.nextInt(6); i > 0; i--) {
            models.put(ref(random, i), new ReportedModel(digest(random), random.nextBoolean(), status(random)));
        }
        var holdings = new Holdings(natural(random), held(random), natural(random));
        return new ReportedState(positive(random), natural(random), holdings, models);
    }

    private static HeldPolicy held(Random random) {
        var bundles = new ArrayList<HeldPolicy.Bundle>();
        for (var i = random.nextInt(4); i > 0; i--) {
            bundles.add(new HeldPolicy.Bundle("b" + i, positive(random)));
        }
        var problem = random.nextBoolean() ? "they do not fit together" : null;
        return new HeldPolicy(natural(random), bundles, problem);
    }

    static Telemetry telemetry(Random random) {
        var models = new TreeMap<ModelRef, ModelLatency>();
        for (var i = random.nextInt(6); i > 0; i--) {
            var p50 = micros(random);
            var p99 = p50.plus(Duration.ofHours(1).minus(p50).dividedBy(1 + random.nextInt(9)));
            models.put(ref(random, i), new ModelLatency(natural(random), p50, wholeMicros(p99)));
        }
        var slots = 1 + random.nextInt(64);
        var load = new Load(
                slots,
                random.nextInt(slots + 1),
                random.nextInt(Integer.MAX_VALUE),
                random.nextInt(100),
                natural(random),
                random.nextBoolean() ? random.nextDouble() : null);
        return new Telemetry(
                Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L)),
                positive(random),
                load,
                models,
                orNull(random, micros(random)),
                random.nextBoolean());
    }

    private static ModelStatus status(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new ModelStatus.Pending();
            case 1 -> new ModelStatus.Fetching(random.nextInt(100), 100 + random.nextInt(9));
            case 2 -> new ModelStatus.Loading();
            case 3 -> new ModelStatus.Ready();
            case 4 -> new ModelStatus.Failed(noise(random));
            default -> new ModelStatus.Unloading();
        };
    }

    /** Any characters at all, halves of pairs among them. */
    private static String noise(Random random) {
        return random.ints(random.nextInt(1, 2_000), 0, Character.MAX_VALUE + 1)
                .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                .toString();
    }

    private static ModelRef ref(Random random, int number) {
        return ModelRef.of("model-" + number + "@" + random.nextInt(100));
    }

    private static Digest digest(Random random) {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return Digest.ofBytes(bytes);
    }

    private static long positive(Random random) {
        return Math.max(1, natural(random));
    }

    /** Of any magnitude, since the wire forms of numbers differ in length. */
    private static long natural(Random random) {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private static Duration micros(Random random) {
        return Duration.ofNanos(1_000 * random.nextLong(HOUR_MICROS + 1));
    }

    private static Duration wholeMicros(Duration duration) {
        return Duration.ofNanos(duration.toNanos() / 1_000 * 1_000);
    }

    private static <T> @Nullable T orNull(Random random, T value) {
        return random.nextBoolean() ? value : null;
    }
}
