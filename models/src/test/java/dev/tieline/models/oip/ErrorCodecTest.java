package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static dev.tieline.models.oip.Bodies.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.DeadlineExceeded;
import dev.tieline.models.infer.InferenceError.ExecutionFailed;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.ModelNotReady;
import dev.tieline.models.infer.InferenceError.Overloaded;
import dev.tieline.models.infer.InferenceError.PolicyDenied;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceError.UnknownModel;
import dev.tieline.models.infer.InferenceError.Unreachable;
import dev.tieline.models.infer.InferenceError.UnsupportedContent;
import dev.tieline.models.infer.InferenceError.Warming;
import dev.tieline.models.infer.Mismatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodecTest {

    static Stream<InferenceError> errors() {
        return Stream.of(
                new InvalidRequest("a \"quoted\" message"),
                new UnsupportedContent("b"),
                new UnknownModel("c"),
                new ModelNotReady("d@1", "it loads"),
                new TooLarge("e"),
                new PolicyDenied("f", "rule-1"),
                new PolicyDenied("f", null),
                new PolicyDenied("f", "r", new Mismatch(new Mismatch.Hop(2, "process", "us-east"), "US", "EEA")),
                new PolicyDenied("f", "r", new Mismatch(null, "billing", "diagnostics")),
                new Overloaded(
                        "g", Duration.ofMillis(5), "r", new Mismatch(new Mismatch.Hop(1, "relay", ""), null, null)),
                new Overloaded("g", Duration.ofMillis(1500), "rule-1"),
                new Warming("k", Duration.ofMillis(2500)),
                new DeadlineExceeded("h"),
                new Unreachable("i"),
                new ExecutionFailed("j"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldReadBackEveryError(InferenceError error) {
        var body = CODEC.encodeError(error, "4bf92f3577b34da6");

        assertThat(CODEC.decodeError(ByteBuffer.wrap(body))).isEqualTo(error);
    }

    @Test
    void shouldCoverEveryErrorThereIs() {
        assertThat(errors().map(Object::getClass).distinct())
                .hasSameSizeAs(InferenceError.class.getPermittedSubclasses());
    }

    @Test
    void shouldWriteWhatClientsAndPeopleLookFor() {
        assertThat(CODEC.encodeError(new PolicyDenied("no", "r"), "t"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"error\":\"no\",\"code\":\"policy_denied\",\"rule\":\"r\",\"trace\":\"t\"}");
        assertThat(CODEC.encodeError(
                        new PolicyDenied(
                                "no", "r", new Mismatch(new Mismatch.Hop(2, "process", "us-east"), "US", "EEA")),
                        null))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("""
                        {"error":"no","code":"policy_denied","rule":"r",\
                        "hop":{"number":2,"role":"process","site":"us-east"},"actual":"US","expected":"EEA"}""");
        assertThat(CODEC.encodeError(new Overloaded("full", Duration.ofSeconds(2), null), null))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"error\":\"full\",\"code\":\"overloaded\",\"retry_after_ms\":2000}");
        assertThat(CODEC.encodeError(new Warming("soon", Duration.ofSeconds(5)), null))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"error\":\"soon\",\"code\":\"warming\",\"retry_after_ms\":5000}");
        assertThat(new UnknownModel("x").message()).startsWith("Request for unknown model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "{\"error\":\"x\"", "[]", "{\"hop\":{\"number\":0}}", "{\"retry_after_ms\":-1}"})
    void shouldTurnWhatCannotBeReadIntoAFailedExecution(String body) {
        assertThat(CODEC.decodeError(text(body)))
                .isInstanceOf(ExecutionFailed.class)
                .extracting(InferenceError::message)
                .asString()
                .startsWith("the answer is an error that cannot be read");
    }

    @Test
    void shouldReadTheErrorOfAServerThatHasNoCodes() {
        assertThat(CODEC.decodeError(text("{\"error\":\"it broke\",\"details\":{\"a\":[1]}}")))
                .isEqualTo(new ExecutionFailed("it broke"));
    }
}
