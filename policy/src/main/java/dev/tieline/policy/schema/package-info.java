/**
 * The JSON Schemas of the files that people write: what an editor completes, explains and underlines.
 *
 * <p>They say what a schema can say: keys, words, forms, what stands beside what. What depends on another place in the
 * file (declared names, the order of dates, ids that stand twice) or on the world (which countries there are) is left
 * to the readers, which stay the authority: a node never asks a schema. Tests hold the two together, both ways.
 */
@NullMarked
package dev.tieline.policy.schema;

import org.jspecify.annotations.NullMarked;
