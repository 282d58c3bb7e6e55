package dev.tieline.cloud.api;

import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Answers request files, in YAML or JSON, by one bundle. Stateless beyond it, so thread-safe. */
final class PolicyExplainer {
    /** The name that errors give to the file. */
    private static final String SOURCE = "request";

    private final PolicyBundle bundle;
    private final PolicyEvaluator evaluator;

    PolicyExplainer(PolicyBundle bundle) {
        this.bundle = bundle;
        this.evaluator = new PolicyEvaluator(new BundleState.Valid(bundle));
    }

    /** Decides the request of a file. @throws DocumentException naming line and key if it is not a policy request */
    PolicyExplanation explain(byte[] file) {
        return new PolicyExplanation(evaluator.decide(request(text(file))), bundle);
    }

    private static PolicyRequest request(String text) {
        try {
            return PolicyRequestReader.read(YamlReader.read(SOURCE, text).asMap());
        } catch (StackOverflowError e) {
            // The parser calls itself at each level, and meets the end of the stack before the reader counts levels.
            throw new DocumentException(new Place(SOURCE, 1, ""), "is nested too deep");
        }
    }

    private static String text(byte[] file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DocumentException(new Place(SOURCE, 1, ""), "is not text in UTF-8");
        }
    }
}
