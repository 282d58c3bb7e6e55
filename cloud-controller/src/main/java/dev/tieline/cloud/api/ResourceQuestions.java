package dev.tieline.cloud.api;

import dev.tieline.cloud.catalog.Applied;
import dev.tieline.cloud.catalog.Declared;
import dev.tieline.cloud.catalog.Kind;
import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.policy.json.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers what is declared, and takes what shall be. */
final class ResourceQuestions {
    /** The largest document, in bytes; a common one has a few thousand. */
    static final int MAX_DOCUMENT_BYTES = 1024 * 1024;

    private static final String BODY = "body";

    private final ResourceStore resources;
    private final InstantSource clock;

    ResourceQuestions(ResourceStore resources, InstantSource clock) {
        this.resources = resources;
        this.clock = clock;
    }

    Answer apply(Question question) {
        var source = question.source();
        var applied = resources.apply(source == null ? BODY : source, question.body());
        var warnings = new ArrayList<>(applied.warnings());
        if (applied.kind() == Kind.SITES || applied.kind() == Kind.POLICY) {
            warnings.addAll(resources.declared().warnings(clock.instant()));
        }
        return answer(applied.kind(), applied.name(), applied.outcome(), warnings);
    }

    Answer delete(Kind kind, Question question) {
        var name = question.part("name");
        if (!resources.delete(kind, name)) {
            throw unknown(kind, name, documents(kind, resources.declared()));
        }
        return Answer.json(new AppliedDocument(kind, name, "deleted", List.of()));
    }

    /** The site book, which is one document. */
    Answer sites(Question question) {
        var book = resources.declared().sites();
        if (book == null) {
            throw ApiException.notFound("No site book is declared. Maybe apply one");
        }
        return question.yaml()
                ? text(Kind.SITES, Kind.SITES.word())
                : Answer.json(json -> json.writeRawValue(book.toJson()));
    }

    Answer list(Kind kind) {
        return Answer.json(JsonLists.list(
                kind.plural(), documents(kind, resources.declared()).values()));
    }

    Answer one(Kind kind, Question question) {
        var name = question.part("name");
        var documents = documents(kind, resources.declared());
        var document = documents.get(name);
        if (document == null) {
            throw unknown(kind, name, documents);
        }
        return question.yaml() ? text(kind, name) : Answer.json(document);
    }

    private Answer text(Kind kind, String name) {
        return resources
                .text(kind, name)
                .map(Answer::yaml)
                .orElseThrow(() -> ApiException.notFound("The " + kind.word() + " " + name + " has just been deleted"));
    }

    private SortedMap<String, Json.Writable> documents(Kind kind, Declared declared) {
        var documents = new TreeMap<String, Json.Writable>();
        switch (kind) {
            case SITES -> throw new IllegalArgumentException("the site book is one document, not a list");
            case POLICY -> {
                var policy = declared.policy();
                if (policy != null) {
                    policy.bundles().forEach(bundle -> documents.put(bundle.id(), new PolicyDocument(bundle)));
                }
            }
            case MODEL ->
                declared.models()
                        .forEach((ref, model) -> documents.put(
                                ref.toString(),
                                new ModelDocument(model, declared.lineage(model.manifest()), resources.blobs())));
            case DEPLOYMENT ->
                declared.deployments()
                        .forEach((name, deployment) -> documents.put(name, new DeploymentDocument(deployment)));
        }
        return documents;
    }

    private static Answer answer(Kind kind, String name, Applied.Outcome outcome, List<String> warnings) {
        return Answer.json(new AppliedDocument(kind, name, outcome.word(), warnings));
    }

    private static ApiException unknown(Kind kind, String name, SortedMap<String, ?> known) {
        return ApiException.notFound("There is no " + kind.word() + " '" + name + "'. Declared: "
                + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
    }
}
