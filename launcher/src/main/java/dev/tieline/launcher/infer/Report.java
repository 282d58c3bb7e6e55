package dev.tieline.launcher.infer;

import dev.tieline.client.Answer;
import dev.tieline.client.Embedding;
import java.io.PrintWriter;
import java.util.List;

/** How answers are shown. */
sealed interface Report permits PeopleReport, JsonReport {

    /** Shows the answer to a request that was given in tensors. */
    void tensors(Answer answer, PrintWriter out);

    /** Shows the vectors of texts, and how alike they are if there are several. */
    void embeddings(List<Embedding> answers, PrintWriter out);
}
