package dev.tieline.policy.oracle;

import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.GuardException;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The compiler of guards, for many laws with the same ones. */
final class RememberingCompiler implements GuardCompiler {
    private final GuardCompiler compiler = new CelGuardCompiler();
    private final Map<String, CheckedGuard> compiled = new ConcurrentHashMap<>();

    @Override
    public CheckedGuard compile(String text) throws GuardException {
        var known = compiled.get(text);
        if (known != null) {
            return known;
        }
        var guard = compiler.compile(text);
        compiled.put(text, guard);
        return guard;
    }
}
