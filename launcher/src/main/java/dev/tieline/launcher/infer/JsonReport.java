package dev.tieline.launcher.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.client.Answer;
import dev.tieline.client.Embedding;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Shows answers to programs: one line of JSON. Tensors have the protocol's own form. */
record JsonReport(OipCodec codec) implements Report {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void tensors(Answer answer, PrintWriter out) {
        var response = answer.response();
        var plain = InferenceRequest.of(response.model().name());
        try {
            out.println(new String(codec.encodeResponse(plain, response).toByteArray(), StandardCharsets.UTF_8));
        } catch (InferenceException e) {
            throw new CommandFailure("the answer cannot be shown as JSON: " + e.getMessage(), e);
        }
    }

    @Override
    public void embeddings(List<Embedding> answers, PrintWriter out) {
        try (var json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeArrayFieldStart("embeddings");
            for (var answer : answers) {
                write(answer, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("cosine");
            for (var row : Cosine.matrix(answers.stream().map(Embedding::vector).toList())) {
                json.writeArray(row, 0, row.length);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the answer", e);
        }
        out.println();
    }

    private static void write(Embedding embedding, JsonGenerator json) throws IOException {
        json.writeStartObject();
        var answer = embedding.answer();
        json.writeStringField("text", embedding.text());
        json.writeStringField("model", answer.model().toString());
        json.writeObjectFieldStart("parameters");
        for (Map.Entry<String, Object> parameter : answer.parameters().entrySet()) {
            json.writeFieldName(parameter.getKey());
            switch (parameter.getValue()) {
                case String text -> json.writeString(text);
                case Long whole -> json.writeNumber(whole);
                case Double number -> json.writeNumber(number);
                case Boolean truth -> json.writeBoolean(truth);
                default -> throw new IllegalStateException("no parameter has the type of " + parameter);
            }
        }
        json.writeEndObject();
        json.writeArrayFieldStart("vector");
        for (var number : embedding.vector()) {
            json.writeNumber(number);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
