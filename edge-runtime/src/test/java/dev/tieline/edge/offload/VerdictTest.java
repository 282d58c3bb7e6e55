package dev.tieline.edge.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.devices.wire.ReplyHeaders;
import dev.tieline.edge.World;
import dev.tieline.edge.admission.Candidate;
import dev.tieline.edge.offload.Attempt.Outcome;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
    private static final Candidate CANDIDATE = new Candidate(World.FRANKFURT, World.PERMIT);

    private final OipCodec codec = new OipCodec(OipLimits.DEFAULT);

    @ParameterizedTest
    @MethodSource("faults")
    void shouldEndTheCallWhenTheRequestItselfIsAtFault(InferenceError fault) {
        assertThat(verdict(fault)).isEqualTo(new Verdict.Final(new OffloadResult.Faulty(fault)));
    }

    static Stream<InferenceError> faults() {
        return Stream.of(
                new InferenceError.InvalidRequest("INPUT0 has the wrong shape"),
                new InferenceError.UnsupportedContent("it is compressed"),
                new InferenceError.TooLarge("INPUT0 is too large"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldGoOnElsewhereWhenTheNodeIsAtFault(InferenceError refusal) {
        assertThat(verdict(refusal))
                .isInstanceOfSatisfying(
                        Verdict.Elsewhere.class,
                        elsewhere -> assertThat(elsewhere.attempt().outcome()).isEqualTo(Outcome.REFUSED));
    }

    static Stream<InferenceError> refusals() {
        return Stream.of(
                new InferenceError.ExecutionFailed("the model failed"),
                new InferenceError.UnknownModel("simple"),
                new InferenceError.ModelNotReady("simple", "the node is shutting down"),
                new InferenceError.Warming("it is fetched", Duration.ofSeconds(1)),
                new InferenceError.PolicyDenied("not here", "r"),
                new InferenceError.Unreachable("nobody is there"));
    }

    @Test
    void shouldTellABusyNodeFromALateOne() {
        assertThat(verdict(new InferenceError.Overloaded("full", Duration.ZERO, null)))
                .isEqualTo(new Verdict.Elsewhere(new Attempt(World.FRANKFURT, Outcome.BUSY, "busy")));
        assertThat(verdict(new InferenceError.DeadlineExceeded("too late")))
                .isEqualTo(new Verdict.Elsewhere(new Attempt(World.FRANKFURT, Outcome.NO_ANSWER, "too late")));
    }

    @Test
    void shouldRememberWhenABusyNodeExpectsToHaveRoom() {
        var verdict = verdict(new InferenceError.Overloaded("full", Duration.ofMillis(7_500), null));

        assertThat(verdict)
                .isEqualTo(new Verdict.Elsewhere(
                        new Attempt(World.FRANKFURT, Outcome.BUSY, "busy", Duration.ofMillis(7_500))));
    }

    @Test
    void shouldGoOnElsewhereWhenAnAnswerCannotBeRead() {
        var headers = new ReplyHeaders("r1", ReplyHeaders.OK, 0, World.FRANKFURT, null);

        var verdict = Verdict.of(new Reply(World.FRANKFURT, headers, new byte[] {1, 2, 3}), CANDIDATE, "id", codec);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Elsewhere.class,
                        elsewhere -> assertThat(elsewhere.attempt().detail()).startsWith("its answer cannot be read"));
    }

    private Verdict verdict(InferenceError error) {
        var headers = new ReplyHeaders("r1", error.code(), 0, World.FRANKFURT, null);
        return Verdict.of(new Reply(World.FRANKFURT, headers, codec.encodeError(error, null)), CANDIDATE, "id", codec);
    }
}
