/**
 * The connections of the endpoint, below every protocol that is spoken on them.
 *
 * <p>A connection enters when it is accepted, whether or not it ever says a word, and leaves when it is closed. Its
 * {@link dev.tieline.edge.endpoint.connection.Gate} stands before everything that takes bytes apart: it lets them
 * through while somebody can be told what they ask for, and counts those that are no request yet.
 * {@link dev.tieline.edge.endpoint.connection.Connections} decides who has to go when there are too many, or when one
 * owes a request for too long: never one that is being served, and the one that has been of no use for the longest time
 * first. So whoever comes with a request gets in, however many others came before and ask for nothing.
 *
 * <p>On a connection of HTTP/2 there may be many requests at once:
 * {@link dev.tieline.edge.endpoint.connection.OpenStreams} decides which one has to go when the streams of all of them take
 * too much, and {@link dev.tieline.edge.endpoint.connection.StreamGuard} tells it of them;
 * {@link dev.tieline.edge.endpoint.connection.FrameGuard} ends one whose frames carry nothing and are too many.
 *
 * <p>{@link dev.tieline.edge.endpoint.connection.ConnectionGuard} ties the two to the server and to its router. An
 * {@link dev.tieline.edge.endpoint.connection.Outflow} is the other direction: what is written, until it has left; a
 * {@link dev.tieline.edge.endpoint.connection.Delivery} tells when that is, and a
 * {@link dev.tieline.edge.endpoint.connection.Linger} lets a caller that still sends read why its connection ends.
 */
@NullMarked
package dev.tieline.edge.endpoint.connection;

import org.jspecify.annotations.NullMarked;
