/**
 * What the ways into the node have in common, whatever protocol a request comes by.
 *
 * <p>A request passes the {@link dev.tieline.edge.endpoint.FrontDoor} and is a {@link dev.tieline.edge.endpoint.Visit}
 * until its answer or its connection has ended. {@link dev.tieline.edge.endpoint.CallReader} makes a call of its body
 * and of what its caller said beside it; a virtual thread carries that through the node, and is interrupted when the
 * caller goes. {@link dev.tieline.edge.endpoint.ErrorTable} is the one table from errors to the codes of each protocol.
 *
 * <p>The packages below are the protocols: they take bytes apart, and put answers together.
 */
@NullMarked
package dev.tieline.edge.endpoint;

import org.jspecify.annotations.NullMarked;
