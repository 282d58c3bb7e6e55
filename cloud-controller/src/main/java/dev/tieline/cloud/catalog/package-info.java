/**
 * What operators declare: who is where, what is allowed, what can be run.
 *
 * <p>In go the names of a site book, of a policy bundle and of a folder of model cards
 * ({@link dev.tieline.cloud.catalog.CatalogFiles}). Out comes one {@link dev.tieline.cloud.catalog.Catalog}, in which
 * all three are valid, each alone and all together; or a {@link dev.tieline.cloud.catalog.CatalogException} that names
 * everything that is wrong, not only the first thing.
 *
 * <p>Files are not signed yet. They count as valid because whoever starts the controller chose them, and the log says
 * so loudly.
 */
@NullMarked
package dev.tieline.cloud.catalog;

import org.jspecify.annotations.NullMarked;
