package dev.tieline.edge.admission;

import dev.tieline.models.ModelName;
import java.util.Optional;

/** What this node may come to know or to hold, though it does not now. */
@FunctionalInterface
public interface Prospects {

    /**
     * Why a model that is neither here nor on any route may be served soon, as the end of a sentence; empty where nothing
     * speaks for that.
     */
    Optional<String> of(ModelName model);

    /** For a node that waits for nothing. */
    static Prospects none() {
        return model -> Optional.empty();
    }
}
