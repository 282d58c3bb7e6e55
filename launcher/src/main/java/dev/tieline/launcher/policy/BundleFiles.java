package dev.tieline.launcher.policy;

import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import java.nio.file.Path;
import java.util.List;

/** Reading of the bundles that are named on the command line: the one place that knows how. */
final class BundleFiles {
    private BundleFiles() {}

    /** The texts of files. @throws dev.tieline.policy.document.DocumentException if one cannot be read */
    static List<BundleText> texts(List<Path> files) {
        return files.stream().map(BundleText::of).toList();
    }

    /** Bundles that decide together. @throws dev.tieline.policy.document.DocumentException if they are not valid */
    static PolicySet read(List<BundleText> texts) {
        return PolicySetReader.read(texts);
    }

    static PolicyEvaluator evaluator(List<BundleText> texts) {
        return new PolicyEvaluator(new BundleState.Valid(read(texts)));
    }
}
