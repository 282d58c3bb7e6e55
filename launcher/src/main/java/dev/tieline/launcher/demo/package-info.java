/**
 * The demo: a small federation of real processes on one machine, and a story played on it.
 *
 * <p>In come the built programs; out comes a {@link dev.tieline.launcher.demo.Fleet} of child processes, each with a
 * log file of its own, each ready before the next step counts on it. However the demo ends (done, failed, Ctrl-C), its
 * fleet ends with it.
 */
@NullMarked
package dev.tieline.launcher.demo;

import org.jspecify.annotations.NullMarked;
