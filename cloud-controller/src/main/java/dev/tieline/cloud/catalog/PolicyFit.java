package dev.tieline.cloud.catalog;

import dev.tieline.policy.bundle.Level;
import dev.tieline.policy.bundle.PolicySet;
import dev.tieline.policy.document.DocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whether a policy bundle fits the bundles of the other levels, and whether those that are left say all that is needed.
 *
 * @param present what is declared
 * @param policies the policy bundles among it
 */
record PolicyFit(Declared present, DeclaredPolicies policies) {

    /**
     * What is worth a word about adding a bundle.
     *
     * @throws DocumentException if it is not valid beside the others
     * @throws ConflictException if it contradicts what is declared
     */
    List<String> check(Document.Policy document) {
        checkLevel(document);
        policies.find(document.name())
                .filter(held -> document.head().version() <= held.head().version())
                .ifPresent(held -> {
                    throw new ConflictException(Fit.notHigher(
                            "policy bundle",
                            document.name() + " with other content",
                            document.head().version(),
                            "the declared one has " + held.head().version()));
                });
        var together = together(document);
        needWords(together);
        var warnings = new ArrayList<String>();
        if (together.platform().isEmpty()) {
            warnings.add("the policy bundle " + document.head() + " is of the level "
                    + document.head().level() + ", which narrows what one of the level platform permits: by itself it"
                    + " permits nothing that leaves a node");
        }
        policies.without(document.name())
                .damaged()
                .forEach(id -> warnings.add("the file of the policy " + id
                        + " cannot be used, and no policy is declared before it is applied again or deleted"));
        return List.copyOf(warnings);
    }

    /** Of a bundle that narrows only the words may be needed: by the other bundles, by models and by deployments. */
    void checkRemoval(Document.Policy removed) {
        try {
            var left = policies.without(removed.name()).set();
            if (left != null && left.platform().isPresent()) {
                needWords(left);
            }
        } catch (DocumentException e) {
            throw new ConflictException("the policy " + removed.name() + " is needed by the others: " + e.getMessage()
                    + ". Maybe change them first");
        }
    }

    private void checkLevel(Document.Policy document) {
        var level = document.head().level();
        if (level.compareTo(Level.TENANT) > 0) {
            throw document.text()
                    .at("bundle", "level")
                    .error(
                            "the controller tells all nodes of a tenant the bundles of the levels platform and tenant, and"
                                    + " this is of the level " + level
                                    + ". Maybe give it to its nodes as a file, with --policy");
        }
        policies.beside(document.name())
                .filter(other -> other.head().level() == level)
                .findFirst()
                .ifPresent(other -> {
                    throw new ConflictException("the policy bundle " + document.head() + " cannot stand beside "
                            + other.head() + ": each level has one, and both are of the level " + level
                            + ". Maybe delete the policy " + other.name() + " first");
                });
    }

    /** The bundles of all levels with this one, whose own faults are those of the document. */
    private PolicySet together(Document.Policy document) {
        try {
            return Objects.requireNonNull(policies.with(document).read(document.name()));
        } catch (DocumentException e) {
            if (e.place().source().equals(document.text().source())) {
                throw e;
            }
            throw new ConflictException(
                    "the policy bundle " + document.head() + " does not fit the others: " + e.getMessage());
        }
    }

    /** @throws ConflictException if a model or a deployment uses a tag or purpose that the policy does not declare */
    private void needWords(PolicySet policy) {
        var undeclared = Stream.concat(
                        present.models().values().stream()
                                .map(DeclaredModel::manifest)
                                .flatMap(model -> PolicyWords.undeclared(
                                        "the model " + model.ref(), PolicyWords.all(model), policy)),
                        present.deployments().values().stream()
                                .flatMap(deployment -> PolicyWords.undeclared(deployment, policy)))
                .toList();
        if (!undeclared.isEmpty()) {
            throw new ConflictException(String.join("; ", undeclared));
        }
    }
}
