package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.models.Digest;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A policy bundle that is what its pointer says: in its bytes, its id and its version.
 *
 * @param pointer the pointer
 * @param bundle what the bytes say
 */
record VerifiedBundle(PolicyPointer pointer, KnownBundle bundle) {

    /** Why bytes are not the bundle that a pointer says. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    /** Holds bytes against a pointer. @throws Mismatch saying where they differ, or why they are no bundle */
    static VerifiedBundle of(PolicyPointer pointer, byte[] bytes) throws Mismatch {
        var file = pointer.file();
        var digest = Digest.ofBytes(bytes);
        if (bytes.length != file.size() || !digest.equals(file.digest())) {
            throw new Mismatch("its " + bytes.length + " bytes have the digest " + digest + ", and the pointer says "
                    + file.size() + " bytes with " + file.digest());
        }
        var bundle = read(pointer, new String(bytes, StandardCharsets.UTF_8));
        if (!bundle.id().equals(pointer.bundle()) || bundle.version() != pointer.version()) {
            throw new Mismatch("it says that it is " + bundle + ", and the pointer says " + pointer);
        }
        if (bundle.level().isLocal()) {
            throw new Mismatch("it is of the level " + bundle.level()
                    + ", and a node takes bundles of that level from its own files only");
        }
        return new VerifiedBundle(pointer, bundle);
    }

    /** Reads bundles together, as they are meant to hold. @throws Mismatch saying why they cannot */
    static void checkTogether(List<VerifiedBundle> bundles) throws Mismatch {
        if (bundles.isEmpty()) {
            return;
        }
        try {
            PolicySetReader.read(
                    bundles.stream().map(verified -> verified.bundle().text()).toList());
        } catch (DocumentException e) {
            throw new Mismatch("it is not valid: " + e.getMessage());
        }
    }

    byte[] bytes() {
        return bundle.text().text().getBytes(StandardCharsets.UTF_8);
    }

    private static KnownBundle read(PolicyPointer pointer, String text) throws Mismatch {
        try {
            return KnownBundle.of(new BundleText(pointer.source().toString(), text));
        } catch (DocumentException e) {
            throw new Mismatch("it is not valid: " + e.getMessage());
        }
    }
}
