/**
 * Child processes under supervision: what starts a program, waits until it is of use, and never leaves it behind.
 *
 * <p>In comes a {@link dev.tieline.launcher.process.ChildSpec}; out comes a {@link dev.tieline.launcher.process.Child}
 * with its output in a log file of its own. {@link dev.tieline.launcher.process.Readiness} tells when the next step may
 * count on it: by a line of its output or an HTTP answer, never by time. A
 * {@link dev.tieline.launcher.process.Fleet} owns its children: however the program ends (done, failed, Ctrl-C), they end
 * with it, the last started first. What goes wrong is one sentence that ends with the last lines of the child's log.
 */
@NullMarked
package dev.tieline.launcher.process;

import org.jspecify.annotations.NullMarked;
