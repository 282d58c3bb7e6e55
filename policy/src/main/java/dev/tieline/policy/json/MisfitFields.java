package dev.tieline.policy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tieline.policy.Misfit;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What did not fit a rule, as the fields {@code hop}, {@code actual} and {@code expected} of an object that tells the rule. */
public final class MisfitFields {

    private MisfitFields() {}

    /** Writes the fields into an object that has begun; all of them null where there is no misfit. */
    public static void write(JsonGenerator json, @Nullable Misfit misfit) throws IOException {
        var at = misfit == null ? null : misfit.at();
        if (at == null) {
            json.writeNullField("hop");
        } else {
            json.writeObjectFieldStart("hop");
            json.writeNumberField("number", at.number());
            json.writeStringField("role", at.hop().role().word());
            json.writeStringField("site", at.hop().facts().site());
            json.writeEndObject();
        }
        json.writeStringField("actual", misfit == null ? null : misfit.actual());
        json.writeStringField("expected", misfit == null ? null : misfit.expected());
    }
}
