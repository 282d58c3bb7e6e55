package dev.tieline.launcher.control;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import java.util.Optional;

/**
 * What a server said.
 *
 * @param question what it was asked: method and address
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the body as text
 */
record Reply(String question, int status, String contentType, String body) {

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** This reply. @throws CommandFailure if it is a refusal; in the controller's own words where it has some */
    Reply needSuccess() {
        if (succeeded()) {
            return this;
        }
        throw new CommandFailure(Shown.line(refusal().string("error")) + " (HTTP " + status + ")");
    }

    /** The body of a refusal, which has the key {@code error}. @throws CommandFailure if no controller talks like this */
    YamlMap refusal() {
        return json("error");
    }

    /** The body as a JSON object. @throws CommandFailure if it is none, or lacks a key that a controller's would have */
    YamlMap json(String key) {
        if (!isOfType("application/json")) {
            throw notAController(contentType);
        }
        return parse().filter(object -> object.has(key))
                .orElseThrow(() -> notAController("JSON without the key '" + key + "'"));
    }

    /** The body as a declared document. @throws CommandFailure if it is none */
    String yaml() {
        if (!isOfType("application/yaml")) {
            throw notAController(contentType);
        }
        return body;
    }

    private Optional<YamlMap> parse() {
        try {
            return YamlReader.read("the answer to " + question, body) instanceof YamlMap object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (DocumentException e) {
            throw new CommandFailure("an answer cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean isOfType(String type) {
        return contentType.split(";", 2)[0].strip().equalsIgnoreCase(type);
    }

    private CommandFailure notAController(String what) {
        return new CommandFailure("what answers is not a controller, or one of another version: " + question
                + " gave HTTP " + status + " with " + Shown.line(what) + ". Maybe correct --controller");
    }
}
