package dev.tieline.policy.guard.compile;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.YamlAppender;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.GuardException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives bundles their compiled form: the same text, with what each expression compiles to under {@code guards}.
 * Thread-safe.
 */
public final class BundleCompiler {
    private static final String GUARDS = "guards";

    private @Nullable GuardCompiler compiler;

    /**
     * Compiles the expressions of a bundle; of the rest only the form is looked at, since a bundle may name what those
     * beside it declare. Comments and everything else that stands in the text stay.
     *
     * @return the text as it is, if there is no expression in it or all are compiled already
     * @throws dev.tieline.policy.document.DocumentException if an expression is not valid, or if there is a key
     *     {@code guards} that does not fit them
     */
    public String compile(BundleText bundle) {
        var map = YamlReader.read(bundle.source(), bundle.text()).asMap();
        var compiled = new LinkedHashMap<String, String>();
        expressions(map)
                .forEach(when -> compiled.computeIfAbsent(
                        when.asScalar().string(), text -> checked(text, when, compiled.size())));
        var present = map.find(GUARDS);
        if (present.isPresent()) {
            checkSame(present.get(), compiled);
            return bundle.text();
        } else if (compiled.isEmpty()) {
            return bundle.text();
        }
        var entries = compiled.entrySet().stream().map(BundleCompiler::entry).toList();
        return YamlAppender.append(bundle.source(), bundle.text(), GUARDS, entries);
    }

    private static Stream<YamlValue> expressions(YamlMap bundle) {
        var rules = bundle.find("rules").stream().flatMap(value -> value.asList().items().stream());
        var members = bundle.find("blocs").stream()
                .flatMap(value -> value.asMap().entries().values().stream())
                .flatMap(bloc -> bloc.asList().items().stream());
        return Stream.concat(members, rules)
                .filter(YamlMap.class::isInstance)
                .map(item -> item.asMap().find("when"))
                .flatMap(Optional::stream);
    }

    private String checked(String text, YamlValue when, int before) {
        if (before == CheckedGuard.MAX_IN_BUNDLE) {
            throw when.error("there are more than " + CheckedGuard.MAX_IN_BUNDLE + " different expressions");
        }
        try {
            return Base64.getEncoder().encodeToString(compiler().compile(text).checked());
        } catch (GuardException e) {
            throw when.error("the expression cannot be used: " + e.getMessage());
        }
    }

    /** Made only where there is an expression: it takes its time. */
    private synchronized GuardCompiler compiler() {
        if (compiler == null) {
            compiler = new CelGuardCompiler();
        }
        return compiler;
    }

    private static void checkSame(YamlValue guards, Map<String, String> compiled) {
        var present = guards.asList().maps().stream()
                .collect(Collectors.toMap(
                        map -> map.string("when"), map -> map.string("checked"), (one, other) -> other));
        if (!present.equals(compiled)) {
            throw guards.error("is not what the expressions of this bundle compile to here. Maybe remove the key"
                    + " guards and compile the bundle again");
        }
    }

    private static Map<String, String> entry(Map.Entry<String, String> compiled) {
        var entry = new LinkedHashMap<String, String>();
        entry.put("when", compiled.getKey());
        entry.put("checked", compiled.getValue());
        return entry;
    }
}
