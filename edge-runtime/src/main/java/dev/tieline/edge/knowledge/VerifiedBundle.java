package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.PolicyPointer;
import dev.tieline.models.Digest;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyBundleReader;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.document.DocumentException;
import java.nio.charset.StandardCharsets;

/**
 * A policy bundle that is what its pointer says: in its bytes, its id and its version.
 *
 * @param pointer the pointer
 * @param bundle what the bytes say
 * @param bytes the bytes, as they were fetched
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record VerifiedBundle(PolicyPointer pointer, PolicyBundle bundle, byte[] bytes) {

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
            throw new Mismatch("it says that it is " + bundle + ", and the pointer says " + pointer.bundle()
                    + " version " + pointer.version());
        }
        return new VerifiedBundle(pointer, bundle, bytes);
    }

    PolicyEvaluator evaluator() {
        return new PolicyEvaluator(new BundleState.Valid(PolicySet.of(bundle)));
    }

    private static PolicyBundle read(PolicyPointer pointer, String text) throws Mismatch {
        try {
            return PolicyBundleReader.read(pointer.source().toString(), text);
        } catch (DocumentException e) {
            throw new Mismatch("it is not valid: " + e.getMessage());
        }
    }
}
