package dev.tieline.bench.overload;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;

/** Asks a question once and reads the answer, which the generator never does. */
record Probe(OipCodec codec) {
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    /** @throws CommandFailure if there is no answer, or it is not 200 */
    InferenceResponse ask(Question question, URI address) throws InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .header(HEADER_LENGTH, Integer.toString(question.headerLength()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(question.body()))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            var body = ByteBuffer.wrap(answer.body());
            if (answer.statusCode() != 200) {
                throw new CommandFailure(address + " answers " + answer.statusCode() + ": " + codec.decodeError(body));
            }
            int header = Math.toIntExact(
                    answer.headers().firstValueAsLong(HEADER_LENGTH).orElse(0));
            return codec.decodeResponse(body, header);
        } catch (IOException | InferenceException | NumberFormatException e) {
            throw new CommandFailure(address + " cannot be asked: " + e.getMessage(), e);
        }
    }
}
