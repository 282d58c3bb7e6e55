/**
 * The Open Inference Protocol over HTTP, with the extensions of Triton's clients, on the router of Vert.x.
 *
 * <p>In come requests as real clients send them: any content type, compressed or not, header names in any case,
 * percent-encoded model names. Out go responses of the protocol; every failure, unknown paths and wrong methods included,
 * is {@code {"error": ..., "code": ...}} with the status that {@link dev.tieline.edge.endpoint.ErrorTable} gives it. Only
 * what is no HTTP request at all, has a path that is no URI, or a head beyond the server's own limits, is answered before
 * it comes here, by a status alone.
 *
 * <p>{@link dev.tieline.edge.endpoint.http.HttpEndpoint} puts the features together, each a class that adds its paths. An
 * inference passes the {@link dev.tieline.edge.endpoint.FrontDoor} before its body is read, and its visit lasts until its
 * answer or its connection has ended; or, where its caller fetches the answer later, until the call has. The document of
 * the paths, {@code openapi.yaml}, and the page that shows it are static resources.
 */
@NullMarked
package dev.tieline.edge.endpoint.http;

import org.jspecify.annotations.NullMarked;
