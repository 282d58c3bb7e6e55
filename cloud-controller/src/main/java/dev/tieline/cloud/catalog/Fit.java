package dev.tieline.cloud.catalog;

import dev.tieline.models.Artifact;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.store.ModelStore;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.document.DocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a document fits what is declared beside it.
 *
 * @param present what is declared
 * @param policies the policy bundles among it
 * @param blobs the bytes that are there for nodes
 */
record Fit(Declared present, DeclaredPolicies policies, ModelStore blobs) {

    /**
     * What is worth a word about adding a document.
     *
     * @throws DocumentException if a name in it stands for nothing that is declared
     * @throws ConflictException if it contradicts what is declared
     */
    List<String> check(Document document) {
        return switch (document) {
            case Document.Sites sites -> site(sites);
            case Document.Policy policy -> new PolicyFit(present, policies).check(policy);
            case Document.Card card -> card(card);
            case Document.Wish wish -> deployment(wish);
        };
    }

    /** @throws ConflictException if something else that is declared needs the document */
    void checkRemoval(Document document) {
        if (document instanceof Document.Policy policy) {
            new PolicyFit(present, policies).checkRemoval(policy);
        }
        var users = present.deployments().values().stream()
                .filter(deployment -> switch (document) {
                    case Document.Card card ->
                        deployment.model().equals(card.model().manifest().ref());
                    case Document.Policy policy -> policy.head().level() == Level.PLATFORM;
                    case Document.Sites sites -> true;
                    case Document.Wish wish -> false;
                })
                .map(Deployment::name)
                .toList();
        if (!users.isEmpty()) {
            throw new ConflictException("the " + document.kind().word() + " " + document.name()
                    + " is in use by the deployments " + users + ". Maybe delete them first");
        }
        if (document instanceof Document.Card card) {
            needNoDescendants(card.model().manifest().ref());
        }
    }

    // Without its card nobody knows any more what the models that are derived from it may reveal.
    private void needNoDescendants(ModelRef model) {
        var children = present.models().values().stream()
                .map(DeclaredModel::manifest)
                .filter(child -> !child.ref().equals(model))
                .filter(child -> child.labels().derivedFrom().contains(model))
                .map(ModelManifest::ref)
                .toList();
        if (!children.isEmpty()) {
            throw new ConflictException(
                    "the models " + children + " are derived from the model " + model + ". Maybe delete them first");
        }
    }

    private List<String> site(Document.Sites document) {
        var sites = present.sites();
        var book = document.book();
        if (sites != null && book.version() <= sites.version()) {
            throw new ConflictException(notHigher(
                    "site book", "with other content", book.version(), "the declared one has " + sites.version()));
        }
        return present.deployments().values().stream()
                .flatMap(deployment -> deployment.origins().stream()
                        .filter(origin -> book.find(origin).isEmpty())
                        .map(origin -> "the deployment " + deployment.name() + " is for callers at " + origin
                                + ", which is no site of this book"))
                .toList();
    }

    private List<String> card(Document.Card document) {
        var manifest = document.model().manifest();
        var policy = present.policy();
        if (policy != null) {
            PolicyWords.labels(manifest)
                    .forEach((key, label) -> PolicyWords.undeclared("the model " + manifest.ref(), label, policy)
                            .findFirst()
                            .ifPresent(problem -> {
                                throw document.text().at(key, "tags").error(problem);
                            }));
        }
        var absent = absent(manifest);
        needBytes(manifest.ref(), absent);
        return Stream.concat(orphaned(manifest), missing(absent)).toList();
    }

    /** Worth a word: nobody means a model that no policy lets go anywhere. */
    private Stream<String> orphaned(ModelManifest manifest) {
        var lineage = present.lineage(manifest);
        return lineage.label().dataClass() == DataClass.UNKNOWN
                ? Stream.of("the model " + manifest.ref() + " " + String.join(" and ", lineage.reasons())
                        + ", so that its class is unknown and no policy permits it to be brought anywhere. Maybe apply"
                        + " the cards of the models that it is derived from")
                : Stream.empty();
    }

    private static Stream<String> missing(List<Artifact> absent) {
        return absent.stream()
                .map(artifact -> "the bytes of " + artifact + " are not here yet, so no node can fetch them."
                        + " Maybe upload them to /api/v1/blobs/sha256/"
                        + artifact.digest().hex());
    }

    private List<Artifact> absent(ModelManifest manifest) {
        return manifest.artifacts().stream()
                .filter(artifact -> blobs.find(artifact).isEmpty())
                .toList();
    }

    // Another card is another model to its holders: they would let the one that runs go for one that nobody can fetch.
    private void needBytes(ModelRef model, List<Artifact> absent) {
        var users = present.deployments().values().stream()
                .filter(deployment -> deployment.model().equals(model))
                .map(Deployment::name)
                .toList();
        if (!users.isEmpty() && !absent.isEmpty()) {
            throw new ConflictException("the model " + model + " is in use by the deployments " + users
                    + ", and of this card the bytes of " + absent + " are not here. Maybe upload them first");
        }
    }

    private List<String> deployment(Document.Wish document) {
        var deployment = document.deployment();
        needModel(document);
        present.deployments().values().stream()
                .filter(other -> !other.name().equals(deployment.name()))
                .filter(other -> other.model().name().equals(deployment.model().name()))
                .filter(other ->
                        !other.model().version().equals(deployment.model().version()))
                .findFirst()
                .ifPresent(other -> {
                    throw new ConflictException("the deployment " + deployment.name() + " wants "
                            + deployment.model() + ", and the deployment " + other.name() + " wants " + other.model()
                            + ": one version of a model runs at a time. Maybe change or delete one of them");
                });
        var policy = present.policy();
        var warnings = new ArrayList<String>();
        if (policy == null) {
            warnings.add("no policy bundle is declared: nothing can be placed before one is");
        } else {
            PolicyWords.undeclared(deployment, policy).findFirst().ifPresent(problem -> {
                var atPurpose = PolicyWords.undeclaredPurpose(deployment, policy);
                throw document.text()
                        .at(atPurpose ? new String[] {"purpose"} : new String[] {"label", "tags"})
                        .error(problem);
            });
        }
        warnings.addAll(unknownOrigins(deployment));
        return List.copyOf(warnings);
    }

    private void needModel(Document.Wish document) {
        var model = document.deployment().model();
        if (!present.models().containsKey(model)) {
            throw document.text()
                    .at("model")
                    .error("the model " + model + " is not declared. Declared: "
                            + (present.models().isEmpty()
                                    ? "none"
                                    : String.join(
                                            ", ",
                                            present.models().keySet().stream()
                                                    .map(Object::toString)
                                                    .toList()))
                            + ". Maybe apply its card first");
        }
    }

    private List<String> unknownOrigins(Deployment deployment) {
        var sites = present.sites();
        if (sites == null) {
            return List.of("no site book is declared: every site counts as unknown");
        }
        return deployment.origins().stream()
                .filter(origin -> sites.find(origin).isEmpty())
                .map(origin -> "the origin " + origin + " is no site of the declared site book")
                .toList();
    }

    static String notHigher(String what, String which, long version, String declared) {
        return "the " + what + " " + which + " needs a higher version: this one has version " + version + ", and "
                + declared + ". Maybe raise the version";
    }
}
