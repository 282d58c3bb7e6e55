package dev.tieline.policy.replay;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlScalar;

/** Defaults of which one is turned round, with those of other classes that have to go with it. */
final class DefaultTurn {
    private DefaultTurn() {}

    /** A default that allows turns to denying, as do those above it; one that denies to allowing, as do those below it. */
    static YamlMap of(YamlMap defaults, String word) {
        var allows = defaults.string(word).equals("allow");
        var turned = defaults;
        for (var dataClass : DataClass.values()) {
            var order = dataClass.compareTo(DataClass.of(word));
            if (dataClass != DataClass.UNKNOWN && (order == 0 || (allows ? order > 0 : order < 0))) {
                turned = PolicyDraft.with(turned, dataClass.word(), allows ? "deny" : "allow", YamlScalar.Type.STRING);
            }
        }
        return turned;
    }
}
