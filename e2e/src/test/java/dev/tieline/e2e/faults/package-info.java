/**
 * What is done to processes in the tests: stopped and continued by a signal, given a disk that is too small, run on a
 * network that loses packets. (The bad network between a client and its broker is
 * {@code dev.tieline.devices.testing.faults}.)
 *
 * <p>What enters are processes, or the {@link dev.tieline.launcher.process.ChildSpec} of one to start; what leaves is
 * the same in a worse world. Namespaces of the kernel hold that world, so that it ends with the last process in it: no
 * mount, no rule and no interface is left behind. Where the kernel grants none of them, the tests that need one are
 * aborted and say why; in CI ({@code CI} is set) they fail.
 */
@NullMarked
package dev.tieline.e2e.faults;

import org.jspecify.annotations.NullMarked;
