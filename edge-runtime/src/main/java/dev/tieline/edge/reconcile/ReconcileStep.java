package dev.tieline.edge.reconcile;

import dev.tieline.devices.twin.DesiredModel;
import dev.tieline.models.Artifact;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelRef;

/** One thing to do that brings the node closer to its desired state. */
sealed interface ReconcileStep {
    /** The model that it is done for, or to. */
    ModelRef ref();

    /** Whether it can be done without any network. */
    boolean local();

    /** Downloads the card of a model into the store. */
    record FetchCard(DesiredModel model) implements ReconcileStep {
        @Override
        public ModelRef ref() {
            return model.ref();
        }

        @Override
        public boolean local() {
            return false;
        }
    }

    /** Downloads a file of a model into the store. */
    record FetchArtifact(DesiredModel model, Artifact artifact) implements ReconcileStep {
        @Override
        public ModelRef ref() {
            return model.ref();
        }

        @Override
        public boolean local() {
            return false;
        }
    }

    /** Loads and checks a model whose files are all there, and puts it in the place of any other version. */
    record Load(DesiredModel model, ModelManifest manifest) implements ReconcileStep {
        @Override
        public ModelRef ref() {
            return model.ref();
        }

        @Override
        public boolean local() {
            return true;
        }
    }

    /** Takes a model out of service. */
    record Unload(ModelRef ref) implements ReconcileStep {
        @Override
        public boolean local() {
            return true;
        }
    }
}
