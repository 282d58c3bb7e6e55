/**
 * The demo: a small federation of real processes on one machine, and a story played on it.
 *
 * <p>{@link dev.tieline.launcher.demo.DemoFederation} says what stands where;
 * {@link dev.tieline.launcher.demo.Story} asks the clinic's gateway as callers would and checks each answer's place
 * against what policy allows; {@link dev.tieline.launcher.demo.Breakdowns}, its last part, kills members and brings them
 * back; {@link dev.tieline.launcher.demo.Witness} listens at the broker and sees for itself where work was sent. However
 * the demo ends (done, failed, Ctrl-C), its processes end with it.
 */
@NullMarked
package dev.tieline.launcher.demo;

import org.jspecify.annotations.NullMarked;
