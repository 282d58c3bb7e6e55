package dev.tieline.launcher.policy;

import dev.tieline.policy.bundle.BundleText;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --bundle}: the policy that is asked. */
final class BundleOption {
    @Option(
            names = {"-b", "--bundle"},
            required = true,
            arity = "1..4",
            paramLabel = "FILE",
            description = "A bundle; several are a policy of several levels, one of them platform.")
    List<Path> files = List.of();

    List<BundleText> texts() {
        return BundleFiles.texts(files);
    }
}
