package dev.tieline.cloud.catalog;

import dev.tieline.models.Artifact;
import dev.tieline.models.ModelManifest;

/**
 * A model whose card was applied.
 *
 * @param manifest what the card says
 * @param card the card's exact bytes, as something that a node can fetch
 */
public record DeclaredModel(ModelManifest manifest, Artifact card) {}
