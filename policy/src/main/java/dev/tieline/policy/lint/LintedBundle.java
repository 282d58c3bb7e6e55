package dev.tieline.policy.lint;

import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.document.YamlMap;
import java.time.Instant;

/**
 * A bundle of the policy.
 *
 * @param map the whole document
 */
record LintedBundle(YamlMap map, String id, Level level, Instant notBefore, Instant expires) {

    static LintedBundle of(YamlMap document) {
        var head = document.map("bundle");
        return new LintedBundle(
                document,
                head.string("id"),
                Level.find(head.string("level")).orElseThrow(),
                head.get("notBefore").asScalar().instant(),
                head.get("expires").asScalar().instant());
    }
}
