package dev.tieline.cloud.catalog;

import dev.tieline.models.Digest;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.DocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/**
 * The policy bundles that were deleted, of which none comes back in an older version: nodes that were told the newer one
 * refuse it, and what it permits was taken back.
 */
record DeletedPolicies(ResourceFiles files) {

    /**
     * What is worth a word about applying a bundle that is not declared.
     *
     * @throws ConflictException if the one that was deleted last has a higher version, or the same and other content
     */
    List<String> check(Document.Policy next) {
        var file = files.deleted(next.name());
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var bytes = Files.readAllBytes(file);
            var last = new BundleText(file.toString(), new String(bytes, StandardCharsets.UTF_8)).head();
            if (next.head().version() <= last.version()
                    && !Digest.ofBytes(bytes).equals(next.text().digest())) {
                throw new ConflictException(Fit.notHigher(
                        "policy bundle",
                        next.name() + " with other content",
                        next.head().version(),
                        "the one that was deleted had " + last.version()));
            }
            return List.of();
        } catch (IOException | DocumentException e) {
            return List.of("it cannot be read any more which version of the policy bundle " + next.name()
                    + " was deleted last, and nodes that were told a higher one than "
                    + next.head().version()
                    + " refuse this one. Maybe apply it with a higher version");
        }
    }
}
