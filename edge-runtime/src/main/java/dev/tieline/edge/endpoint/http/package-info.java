/**
 * The Open Inference Protocol over HTTP, on the router of Vert.x.
 *
 * <p>In come requests as real clients send them: any content type, header names in any case, percent-encoded model
 * names. Out go responses of the protocol; every failure, unknown paths and wrong methods included, is
 * {@code {"error": ..., "code": ...}} with the status that {@link dev.tieline.edge.endpoint.ErrorTable} gives it. Only
 * what is not a request at all (a malformed URI, a request line or header over its limit) is answered before it comes
 * here, by a status alone.
 *
 * <p>A request passes the {@link dev.tieline.edge.endpoint.FrontDoor} before its body is read, and its visit lasts until
 * its answer or its connection has ended.
 */
@NullMarked
package dev.tieline.edge.endpoint.http;

import org.jspecify.annotations.NullMarked;
