package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tieline.edge.endpoint.GrpcCode;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.PolicyDenied;
import dev.tieline.models.infer.Mismatch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrailersTest {

    @Test
    void shouldNameTheRuleOfARefusal() {
        var trailers = Trailers.of(new PolicyDenied("Nothing may leave.", "health-never-leaves"));

        assertThat(trailers.code()).isEqualTo(GrpcCode.PERMISSION_DENIED);
        assertThat(trailers.message()).isEqualTo("Nothing may leave.");
        assertThat(trailers.more())
                .containsExactly(entry("tieline-code", "policy_denied"), entry("tieline-rule", "health-never-leaves"));
    }

    @Test
    void shouldNameThePlaceAndWhatItLacks() {
        var at = new Mismatch(new Mismatch.Hop(2, "process", "us-east"), "US", "caf\u00e9");

        assertThat(Trailers.of(new PolicyDenied("no", "in-eea", at)).more())
                .containsExactly(
                        entry("tieline-code", "policy_denied"),
                        entry("tieline-rule", "in-eea"),
                        entry("tieline-hop-number", "2"),
                        entry("tieline-hop-role", "process"),
                        entry("tieline-hop-site", "us-east"),
                        entry("tieline-actual", "US"),
                        entry("tieline-expected", "caf%C3%A9"));
    }

    @Test
    void shouldKeepWhatARuleNeedsShortEnoughForClients() {
        var at = new Mismatch(null, "US", "x".repeat(100_000));

        assertThat(Trailers.of(new PolicyDenied("no", "r", at)).more().get("tieline-expected"))
                .hasSizeLessThan(600);
    }

    @Test
    void shouldSayWhenToTryAgain() {
        var trailers = Trailers.of(new Overloaded("The queue is full.", Duration.ofMillis(1_200), null));

        assertThat(trailers.code()).isEqualTo(GrpcCode.UNAVAILABLE);
        assertThat(trailers.more())
                .containsExactly(
                        entry("tieline-code", "overloaded"),
                        entry("retry-after", "2"),
                        entry("grpc-retry-pushback-ms", "2000"));
    }

    @Test
    void shouldSayThatTheControllerPlacesTheModels() {
        var trailers = Trailers.of(new RepositoryFailure.Managed(ModelName.of("simple")));

        assertThat(trailers.code()).isEqualTo(GrpcCode.FAILED_PRECONDITION);
        assertThat(trailers.more()).containsExactly(entry("tieline-code", "managed"));
    }

    @Test
    void shouldNotSayWhenToTryAgainWhatWillNotChange() {
        assertThat(Trailers.of(new InvalidRequest("no")).more()).containsOnlyKeys("tieline-code");
    }

    @Test
    void shouldEncodeWhatMetadataCannotHold() {
        assertThat(Trailers.encoded("50 % of 'caf\u00e9'\r\n")).isEqualTo("50 %25 of 'caf%C3%A9'%0D%0A");
    }

    @Test
    void shouldKeepAMessageShortEnoughForClients() {
        assertThat(Trailers.encoded("x".repeat(100_000))).hasSizeLessThan(5_000).endsWith("...");
    }
}
