/**
 * The client of a node, for applications.
 *
 * <p>In come tensors, or texts for a model of sentences, and what the caller says of them: how long it waits, what class
 * its data is of, what the answer is for. Out comes an {@link dev.tieline.client.Answer}, which says where it ran, or a
 * {@link dev.tieline.client.TielineException}, which says why there is none. {@link
 * dev.tieline.client.TielineClient#at} is the door, and {@link dev.tieline.client.Model} is where a call is worded.
 *
 * <p>The client speaks the Open Inference Protocol v2 over HTTP/1.1, in its binary form. It holds deadlines itself, gives
 * up a call by closing its connection, so that the node frees the place at once, and never has more calls open nor reads
 * more of an answer than it was told to.
 */
@NullMarked
package dev.tieline.client;

import org.jspecify.annotations.NullMarked;
