package dev.tieline.policy.bundle;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.Guard;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.GuardException;
import dev.tieline.policy.guard.GuardLoader;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the expressions of one bundle: what stands under {@code when}, by what stands for it under {@code guards}. With a
 * compiler, what stands there is checked; without one, it is needed.
 */
final class GuardReader {
    private final Map<String, Entry> entries;
    private final @Nullable GuardCompiler compiler;
    private final Supplier<GuardLoader> loader;
    private final Map<String, Guard> read = new HashMap<>();

    /** What an expression compiles to, and where that stands. */
    private record Entry(YamlValue at, CheckedGuard guard) {}

    /** @param loader asked only if there is an expression */
    GuardReader(YamlMap bundle, @Nullable GuardCompiler compiler, Supplier<GuardLoader> loader) {
        this.entries = entries(bundle);
        this.compiler = compiler;
        this.loader = loader;
    }

    private static Map<String, Entry> entries(YamlMap bundle) {
        var entries = new LinkedHashMap<String, Entry>();
        bundle.find("guards").ifPresent(value -> {
            for (var map : value.asList().notEmpty().maps()) {
                var when = map.only("when", "checked").string("when");
                var entry = new Entry(map, new CheckedGuard(when, bytes(map.get("checked"))));
                if (entries.putIfAbsent(when, entry) != null) {
                    throw map.get("when").error("there is an entry for this expression already");
                }
            }
        });
        return entries;
    }

    /** Some texts stand for the same bytes; only the one that the compiler writes counts. */
    private static byte[] bytes(YamlValue checked) {
        try {
            var text = checked.asScalar().string();
            var bytes = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
                throw new IllegalArgumentException("its end is not as it is written");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw checked.error("is not base64: " + e.getMessage() + ". Maybe compile the bundle again");
        }
    }

    /** The guard of a rule or a dated member, which is null where it has none. */
    @Nullable Guard read(YamlMap guarded) {
        return guarded.find("when").map(this::read).orElse(null);
    }

    private Guard read(YamlValue when) {
        var text = when.asScalar().string();
        var known = read.get(text);
        if (known != null) {
            return known;
        } else if (read.size() == CheckedGuard.MAX_IN_BUNDLE) {
            throw when.error("there are more than " + CheckedGuard.MAX_IN_BUNDLE + " different expressions");
        }
        try {
            var guard = loader.get().load(checked(text, when));
            read.put(text, guard);
            return guard;
        } catch (GuardException e) {
            throw when.error("the expression cannot be used: " + e.getMessage());
        }
    }

    private CheckedGuard checked(String text, YamlValue when) throws GuardException {
        if (text.length() > CheckedGuard.MAX_TEXT) {
            throw new GuardException("it has " + text.length() + " characters; the limit is " + CheckedGuard.MAX_TEXT);
        }
        var entry = entries.get(text);
        if (compiler != null) {
            var compiled = compiler.compile(text);
            if (entry != null && !Arrays.equals(entry.guard().checked(), compiled.checked())) {
                throw entry.at()
                        .error("is not what the expression compiles to here. Maybe remove the key guards and"
                                + " compile the bundle again");
            }
            return compiled;
        } else if (entry == null) {
            throw when.error("the expression is not compiled: it has no entry under guards, and there is no compiler"
                    + " here. Maybe run ./tieline policy compile on the bundle");
        }
        return entry.guard();
    }

    /** @throws dev.tieline.policy.document.DocumentException if there is an entry of an expression that does not occur */
    void checkNoneLeft() {
        entries.forEach((text, entry) -> {
            if (!read.containsKey(text)) {
                throw entry.at()
                        .error("is for an expression that stands under no when of this bundle. Maybe remove the"
                                + " key guards and compile the bundle again");
            }
        });
    }
}
