/**
 * Runs models on this node.
 *
 * <p>{@link dev.tieline.edge.serving.ModelRegistry} holds the sessions of the models that are loaded and leases them to
 * calls, so that a model can be replaced or removed while calls run on it;
 * {@link dev.tieline.edge.serving.RunSlots} is the node's capacity: a fixed number of threads that may run a model at
 * the same time and a bounded queue before them. A place is reserved before a call is admitted, so an admitted call
 * always has one; a call whose turn would come too late by {@link dev.tieline.edge.serving.RunTimes} is given none.
 * {@link dev.tieline.edge.serving.LocalServing} puts the two together: validate, wait, run.
 *
 * <p>ONNX Runtime's calls are native and would pin the carrier of a virtual thread, which is why run slots are
 * platform threads and the virtual thread of the request only waits.
 */
@NullMarked
package dev.tieline.edge.serving;

import org.jspecify.annotations.NullMarked;
