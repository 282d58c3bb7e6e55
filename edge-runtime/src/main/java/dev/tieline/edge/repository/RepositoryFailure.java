package dev.tieline.edge.repository;

import dev.tieline.models.ModelName;

/** Why a model was not loaded or unloaded. Messages name no files. */
public sealed interface RepositoryFailure {

    /** The word that stands for the kind of failure on the wire, such as {@code managed}. */
    String code();

    /** What went wrong, for people, with names and values. */
    String message();

    /** This failure as something to throw. */
    default RepositoryException asException() {
        return new RepositoryException(this);
    }

    /** Neither the catalogue nor the node has such a model. */
    record UnknownModel(ModelName name) implements RepositoryFailure {
        @Override
        public String code() {
            return "unknown_model";
        }

        @Override
        public String message() {
            return "Request for unknown model: '" + name + "' is not found";
        }
    }

    /** The controller places the models of this node. */
    record Managed(ModelName name) implements RepositoryFailure {
        @Override
        public String code() {
            return "managed";
        }

        @Override
        public String message() {
            return "The controller decides which models this node holds, so that '" + name
                    + "' can be neither loaded nor unloaded here. Maybe tell the controller.";
        }
    }

    /**
     * The model cannot serve.
     *
     * @param reason why
     */
    record LoadFailed(ModelName name, String reason) implements RepositoryFailure {
        @Override
        public String code() {
            return "load_failed";
        }

        @Override
        public String message() {
            return "The model '" + name + "' cannot be loaded: " + reason;
        }
    }

    /** Another change of the models is under way. */
    record Busy(ModelName name) implements RepositoryFailure {
        @Override
        public String code() {
            return "overloaded";
        }

        @Override
        public String message() {
            return "Another request changes the models of this node now, one at a time, so that '" + name
                    + "' was left as it is. Maybe ask again in a moment.";
        }
    }

    /** The node is going, and holds what it holds until then. */
    record ShuttingDown(ModelName name) implements RepositoryFailure {
        @Override
        public String code() {
            return "model_not_ready";
        }

        @Override
        public String message() {
            return "the model '" + name + "' is not ready: the node is shutting down";
        }
    }
}
