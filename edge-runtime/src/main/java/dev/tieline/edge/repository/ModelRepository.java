package dev.tieline.edge.repository;

import dev.tieline.models.ModelName;
import java.util.List;

/** The models of this node by name, as the model repository extension shows and changes them. Thread-safe. */
public interface ModelRepository {

    /**
     * What there is, by name and version.
     *
     * @param readyOnly whether only what can be asked now is wanted
     */
    List<Entry> index(boolean readyOnly);

    /**
     * Has a model serve. Returns once it does, so that it may take seconds: not for an event loop.
     *
     * @throws RepositoryException saying why it does not, such as that another change is under way; what served before
     *     goes on
     */
    void load(ModelName name);

    /**
     * Takes a model out of service. Returns at once: calls that run on it end first.
     *
     * @throws RepositoryException saying why that cannot be
     */
    void unload(ModelName name);

    /**
     * One version of a model.
     *
     * @param reason why it is in that state, for people; empty where there is nothing to say
     */
    record Entry(ModelName name, String version, State state, String reason) {}

    /** What can be done with a model now. */
    enum State {
        READY,
        LOADING,
        UNLOADING,
        UNAVAILABLE
    }
}
