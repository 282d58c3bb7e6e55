/**
 * Strict reading of the files that people write: site books, policy bundles, model cards, routes.
 *
 * <p>In goes YAML 1.2 (of which JSON is a part); out comes a tree of {@link dev.tieline.policy.document.YamlValue}s
 * that know their place in the file. A reader declares the keys that are legal at each place; anything else, a
 * duplicate key, a wrong type or a missing value is a {@link dev.tieline.policy.document.DocumentException} that
 * names the file, the line, the key and what would be legal there. Nothing is ever ignored.
 *
 * <p>It stands in the lowest module because every declared file of the project is read by it.
 */
@NullMarked
package dev.tieline.policy.document;

import org.jspecify.annotations.NullMarked;
