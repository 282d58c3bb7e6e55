package dev.tieline.launcher.infer;

import dev.tieline.models.infer.InferenceResponse;
import java.io.PrintWriter;
import java.util.List;

/** How answers are shown. */
sealed interface Report permits PeopleReport, JsonReport {

    /** The answer about one text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Embedded(String text, float[] vector, InferenceResponse response) {}

    /** Shows the answer to a request that was given in tensors. */
    void tensors(InferenceResponse response, PrintWriter out);

    /** Shows the vectors of texts, and how alike they are if there are several. */
    void embeddings(List<Embedded> answers, PrintWriter out);
}
