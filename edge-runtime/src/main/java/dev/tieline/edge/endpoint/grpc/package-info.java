/**
 * The Open Inference Protocol over gRPC, on the port and the router of the HTTP form.
 *
 * <p>A request whose content type is {@code application/grpc} is an {@link dev.tieline.edge.endpoint.grpc.Exchange}:
 * {@link dev.tieline.edge.endpoint.grpc.MessageFrames} takes its body apart, an
 * {@link dev.tieline.edge.endpoint.grpc.Inbox} takes its messages, and it ends with one status. Inference passes the
 * {@link dev.tieline.edge.endpoint.FrontDoor} before its message is read, as over HTTP; a stream does so for each of its
 * messages. Health and reflection are answered for the tools that ask for them.
 *
 * <p>The framing is our own, over HTTP/2 of Vert.x, since what the node needs of it is what servers of the shelf do not
 * give: a place in the node before a message is read, a time limit for each message, compressed messages that cannot
 * grow past the limit of a body. Messages are read and written by protobuf; what they mean is
 * {@link dev.tieline.edge.endpoint.grpc.InferReader}'s and {@link dev.tieline.edge.endpoint.grpc.InferWriter}'s, which
 * know nothing of the network.
 */
@NullMarked
package dev.tieline.edge.endpoint.grpc;

import org.jspecify.annotations.NullMarked;
