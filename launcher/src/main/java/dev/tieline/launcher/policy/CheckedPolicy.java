package dev.tieline.launcher.policy;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.lint.Finding;
import dev.tieline.policy.lint.PolicyLint;
import dev.tieline.policy.replay.LoadErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * What a check found in the bundles that decide together.
 *
 * @param bundles each with its file; none if there are errors
 * @param errors why they cannot be read
 * @param findings what their writers should look at; none if there are errors
 */
record CheckedPolicy(List<CheckedBundle> bundles, List<DocumentException> errors, List<Finding> findings) {

    /** A bundle that can be read. */
    record CheckedBundle(String file, PolicyBundle bundle) {}

    /** Checks files: as one policy if all are of different levels, else each for itself. */
    static List<CheckedPolicy> of(List<Path> files, PolicyLint lint) {
        var texts = new ArrayList<BundleText>();
        var policies = new ArrayList<CheckedPolicy>();
        for (var file : files) {
            try {
                texts.add(BundleText.of(file));
            } catch (DocumentException e) {
                policies.add(new CheckedPolicy(List.of(), List.of(e), List.of()));
            }
        }
        if (differ(texts)) {
            policies.add(check(texts, lint));
        } else {
            texts.forEach(text -> policies.add(check(List.of(text), lint)));
        }
        return policies;
    }

    private static boolean differ(List<BundleText> texts) {
        var levels = EnumSet.noneOf(Level.class);
        return !texts.isEmpty()
                && texts.stream().allMatch(text -> level(text).map(levels::add).orElse(false));
    }

    /** The level that a bundle says it is of, if that can be told. */
    private static Optional<Level> level(BundleText text) {
        try {
            var head = YamlReader.read(text.source(), text.text()).asMap().map("bundle");
            return Level.find(head.string("level"));
        } catch (DocumentException e) {
            return Optional.empty();
        }
    }

    private static CheckedPolicy check(List<BundleText> texts, PolicyLint lint) {
        var errors = LoadErrors.of(texts, BundleFiles::read);
        if (!errors.isEmpty()) {
            return new CheckedPolicy(List.of(), errors, List.of());
        }
        var policy = BundleFiles.read(texts);
        var bundles = texts.stream()
                .map(text -> new CheckedBundle(
                        text.source(), level(text).flatMap(policy::find).orElseThrow()))
                .toList();
        return new CheckedPolicy(bundles, List.of(), lint.findings(texts));
    }
}
