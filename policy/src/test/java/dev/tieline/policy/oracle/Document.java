package dev.tieline.policy.oracle;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.document.YamlReader;
import java.util.List;

/** A question and what the code under test reads its document as. */
record Document(Question question, PolicyRequest request) {

    static Document of(Question question) {
        return new Document(
                question,
                PolicyRequestReader.read(
                        YamlReader.read("question.yaml", question.yaml()).asMap()));
    }

    /** The same with another label, without reading it again. */
    Document labelled(String dataClass, List<String> tags) {
        return new Document(
                question.withClass(dataClass).withTags(tags),
                new PolicyRequest(
                        request.action(),
                        DataLabel.of(DataClass.of(dataClass), tags),
                        request.purpose(),
                        request.transform(),
                        request.at(),
                        request.origin(),
                        request.path()));
    }
}
