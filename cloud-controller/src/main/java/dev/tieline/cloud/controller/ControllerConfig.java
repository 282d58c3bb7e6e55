package dev.tieline.cloud.controller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of the controller. Every key begins with {@code tieline.}; a key that is not listed is an error. */
@ConfigMapping(prefix = "tieline")
public interface ControllerConfig {

    Declared declared();

    /** {@code tieline.declared.*}: the files in which operators declare what holds. */
    interface Declared {
        /** The site book; the controller does not start without one. */
        Optional<Path> sites();

        /** The policy bundle; the controller does not start without one. */
        Optional<Path> policy();

        /** The folder of model cards. */
        @WithDefault("${TIELINE_CATALOG:models/catalog}")
        Path models();
    }
}
