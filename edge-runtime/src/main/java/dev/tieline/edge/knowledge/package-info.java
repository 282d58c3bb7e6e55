/**
 * What the node has been told about the world, and how it comes to be told.
 *
 * <p>In come files at the start, what was last known from the node's own folder, and messages of the controller: the
 * site book, pointers to policy bundles (whose bytes are then fetched and held against the pointers) and routes. Out
 * comes {@link dev.tieline.edge.admission.Knowledge}, one immutable view after the other, from
 * {@link dev.tieline.edge.knowledge.KnowledgeBase}.
 *
 * <p>A higher version replaces a lower one and nothing else does. What is taken over has passed every check, and is on
 * the disk for the next start, which needs no network. What is malformed is said once and changes nothing.
 */
@NullMarked
package dev.tieline.edge.knowledge;

import org.jspecify.annotations.NullMarked;
