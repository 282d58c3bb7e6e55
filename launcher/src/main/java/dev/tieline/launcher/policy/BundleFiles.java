package dev.tieline.launcher.policy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.GuardException;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading of the bundles that are named on the command line: the one place that knows how. */
final class BundleFiles {
    private static final GuardCompiler COMPILER = new LateCompiler();

    private BundleFiles() {}

    /** The texts of files. @throws dev.tieline.policy.document.DocumentException if one cannot be read */
    static List<BundleText> texts(List<Path> files) {
        return files.stream().map(BundleText::of).toList();
    }

    /** Bundles that decide together. @throws dev.tieline.policy.document.DocumentException if they are not valid */
    static PolicySet read(List<BundleText> texts) {
        return PolicySetReader.read(texts, COMPILER);
    }

    /**
     * Bundles that are asked together, one of them platform: without it nothing may leave, whatever the others permit.
     *
     * @param option what names a missing bundle on the command line
     * @throws CommandFailure if none is of the level platform
     */
    static PolicySet asked(List<BundleText> texts, String option) {
        var policy = read(texts);
        if (policy.platform().isEmpty()) {
            throw new CommandFailure("there is no bundle of the level platform beside " + policy
                    + ", so nothing may leave whatever it permits. Maybe name one with " + option);
        }
        return policy;
    }

    /** A compiler that is made at the first expression: it takes more time than all the rest of a bundle. */
    private static final class LateCompiler implements GuardCompiler {
        private @Nullable GuardCompiler made;

        @Override
        public synchronized CheckedGuard compile(String text) throws GuardException {
            if (made == null) {
                made = new CelGuardCompiler();
            }
            return made.compile(text);
        }
    }
}
