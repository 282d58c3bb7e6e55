package dev.tieline.cloud.api;

import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.json.PolicyAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers request files, in YAML or JSON, by the bundles that are declared. */
final class PolicyExplainer {
    /** The name that errors give to the file. */
    private static final String SOURCE = "request";

    private final @Nullable PolicySet policy;
    private final PolicyEvaluator evaluator;

    PolicyExplainer(@Nullable PolicySet policy) {
        this.policy = policy;
        this.evaluator = new PolicyEvaluator(
                policy == null
                        ? new BundleState.Absent("no policy bundle is declared")
                        : new BundleState.Valid(policy));
    }

    /** Decides the request of a file. @throws DocumentException naming line and key if it is not a policy request */
    PolicyAnswer explain(byte[] file) {
        var request =
                PolicyRequestReader.read(YamlReader.read(SOURCE, text(file)).asMap());
        return new PolicyAnswer(request, evaluator.decide(request), policy == null ? List.of() : policy.bundles());
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
