package dev.tieline.policy.guard;

import dev.tieline.policy.Action;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.Origin;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.bundle.BundleState;
import dev.tieline.policy.bundle.PolicyEvaluator;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import java.time.Instant;
import java.util.function.Function;

/** What a bundle says of public data that goes from Germany to a worker in France; or why it is refused. */
public final class BundleDecision implements Function<String, String> {

    @Override
    public String apply(String bundle) {
        try {
            var policy = PolicySetReader.read("b.yaml", bundle);
            return new PolicyEvaluator(new BundleState.Valid(policy))
                    .decide(request())
                    .explain();
        } catch (DocumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static PolicyRequest request() {
        return new PolicyRequest(
                Action.INFER,
                DataLabel.PUBLIC,
                null,
                null,
                Instant.parse("2026-07-01T00:00:00Z"),
                new Origin(null, at("clinic", "DE")),
                TransferPath.of(Hop.process(at("worker", "FR"))));
    }

    private static SiteFacts at(String site, String country) {
        return new SiteFacts(site, Jurisdiction.of(country), null, null, null, null, null, null, null);
    }
}
