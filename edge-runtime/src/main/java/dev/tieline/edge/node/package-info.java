/**
 * Puts the node together and runs it.
 *
 * <p>{@link dev.tieline.edge.node.EdgeMain} reads the command line into configuration and starts Quarkus;
 * {@link dev.tieline.edge.node.EdgeNode} is the composition root: it makes every part from the configuration, loads the
 * models, connects, and closes all of it again. Clocks and randomness are chosen here and nowhere else.
 */
@NullMarked
package dev.tieline.edge.node;

import org.jspecify.annotations.NullMarked;
