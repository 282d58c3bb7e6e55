/**
 * Requests, decisions and documents of a policy as JSON, the same text wherever it is written.
 *
 * <p>In goes a {@link dev.tieline.policy.PolicyRequest}; out comes its canonical document, which
 * {@link dev.tieline.policy.PolicyRequestReader} reads back and whose SHA-256 names the facts of a decision. In goes a
 * decision; out comes the answer of {@code policy explain}, of the controller and of the command line alike. In goes a
 * declared document; out comes the same document as JSON, for those who change one before it is read.
 *
 * <p>The only package of this module that knows a JSON library, which streams. Those above write by it, too.
 */
@NullMarked
package dev.tieline.policy.json;

import org.jspecify.annotations.NullMarked;
