package dev.tieline.launcher.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.launcher.policy.QuestionOptions.Asked;
import dev.tieline.policy.PolicyDecision;
import dev.tieline.policy.bundle.PolicyBundle;
import dev.tieline.policy.json.PolicyAnswer;
import dev.tieline.policy.replay.Flip;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Flips for programs: one JSON object, written as they are found. */
final class FlipJson implements FlipReport {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintWriter out;
    private final JsonGenerator json;
    private final List<PolicyBundle> before;
    private final List<PolicyBundle> after;
    private long permitted;
    private long denied;

    /**
     * Begins the object.
     *
     * @param lists more keys of the object, each a list of words
     */
    FlipJson(PrintWriter out, List<PolicyBundle> before, List<PolicyBundle> after, List<WordList> lists) {
        this.out = out;
        this.before = before;
        this.after = after;
        try {
            this.json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            for (var list : lists) {
                json.writeArrayFieldStart(list.key());
                for (var word : list.words()) {
                    json.writeString(word);
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart("flips");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the answer", e);
        }
    }

    /** A key whose value is a list of words. */
    record WordList(String key, List<String> words) {}

    @Override
    public void flip(Flip flip) {
        try {
            if (flip.after().permitted()) {
                permitted++;
            } else {
                denied++;
            }
            json.writeStartObject();
            json.writeStringField("name", flip.question().name());
            answer("before", flip, flip.before(), before);
            answer("after", flip, flip.after(), after);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the answer", e);
        }
    }

    private void answer(String key, Flip flip, PolicyDecision decision, List<PolicyBundle> bundles) throws IOException {
        json.writeObjectFieldStart(key);
        new PolicyAnswer(flip.question().request(), decision, bundles).writeFields(json);
        json.writeEndObject();
    }

    @Override
    public void end(Asked asked) {
        try {
            json.writeEndArray();
            json.writeNumberField("asked", asked.questions());
            json.writeNumberField("withoutRequest", asked.withoutRequest());
            json.writeNumberField("permitToDeny", denied);
            json.writeNumberField("denyToPermit", permitted);
            json.writeEndObject();
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the answer", e);
        }
        out.println();
        out.flush();
    }
}
