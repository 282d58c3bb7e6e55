package dev.tieline.models;

import dev.tieline.policy.DataLabel;
import java.util.HashSet;
import java.util.List;

/**
 * What a card says of the sensitivity of its model.
 *
 * @param label the least label of everything about the model: its weights, its inputs and its outputs
 * @param input what its inputs are at least, whoever sends them and whatever they say
 * @param training the data that it was trained on, which its weights may reveal
 * @param derivedFrom the models that it was fine-tuned or distilled from, at most {@value #MAX_PARENTS}, each once; what
 *     their weights may reveal, its own may
 */
public record ModelLabels(DataLabel label, DataLabel input, DataLabel training, List<ModelRef> derivedFrom) {
    private static final int MAX_PARENTS = 32;

    /** @throws IllegalArgumentException if a model is named twice, or there are too many */
    public ModelLabels {
        derivedFrom = List.copyOf(derivedFrom);
        if (derivedFrom.size() > MAX_PARENTS) {
            throw new IllegalArgumentException("a model is derived from at most " + MAX_PARENTS
                    + " others, and this one names " + derivedFrom.size());
        }
        var seen = new HashSet<ModelRef>();
        for (var parent : derivedFrom) {
            if (!seen.add(parent)) {
                throw new IllegalArgumentException("derivedFrom names " + parent + " twice");
            }
        }
    }

    /** One label for everything, of a model that comes from no other. */
    public static ModelLabels of(DataLabel label) {
        return new ModelLabels(label, DataLabel.PUBLIC, DataLabel.PUBLIC, List.of());
    }

    /** What every request to the model is at least. */
    public DataLabel request() {
        return label.join(input);
    }

    /** What the weights may reveal by themselves, without what they have from other models: see {@link Lineage}. */
    public DataLabel weights() {
        return label.join(training);
    }
}
