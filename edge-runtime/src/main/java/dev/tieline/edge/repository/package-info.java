/**
 * The models of a node by name, as the model repository extension of the Open Inference Protocol shows and changes them.
 *
 * <p>In come the wishes of callers: what is there, load this, unload that. Out go
 * {@link dev.tieline.edge.repository.ModelRepository.Entry entries} and changes of the
 * {@link dev.tieline.edge.serving.ModelRegistry}, or a {@link dev.tieline.edge.repository.RepositoryFailure}. A node
 * that works alone obeys: its catalogue says what could be loaded, its store has the bytes. A node with a controller
 * only tells: what it holds is the controller's to say.
 */
@NullMarked
package dev.tieline.edge.repository;

import org.jspecify.annotations.NullMarked;
