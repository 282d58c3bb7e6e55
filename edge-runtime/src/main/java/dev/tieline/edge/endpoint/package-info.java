/**
 * The Open Inference Protocol over HTTP, on the router of Vert.x.
 *
 * <p>In come requests as real clients send them: any content type, header names in any case, percent-encoded model
 * names. Out go responses of the protocol; every failure, unknown paths and wrong methods included, is
 * {@code {"error": ..., "code": ...}} with the status that {@link dev.tieline.edge.endpoint.ErrorTable} gives it. Only
 * what is not a request at all (a malformed URI, a request line or header over its limit) is answered before it comes
 * here, by a status alone. {@link dev.tieline.edge.endpoint.CallReader} turns a request into a call; a virtual thread carries it through the
 * node.
 */
@NullMarked
package dev.tieline.edge.endpoint;

import org.jspecify.annotations.NullMarked;
