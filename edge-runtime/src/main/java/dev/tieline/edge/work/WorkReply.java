package dev.tieline.edge.work;

import org.jspecify.annotations.Nullable;

/**
 * An answer to work, ready for the wire.
 *
 * @param status {@code ok} or the code of the error that the body holds
 * @param body an Open Inference Protocol response in binary form, or an error object
 * @param headerLength the length of the body's JSON part in bytes; null when the body is JSON alone
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record WorkReply(String status, byte[] body, @Nullable Integer headerLength) {}
