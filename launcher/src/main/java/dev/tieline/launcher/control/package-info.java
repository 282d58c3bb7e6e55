/**
 * The operator's commands: {@code apply}, {@code get}, {@code why} and {@code delete} at a controller.
 *
 * <p>In come files, names and questions; out come a line for each thing that was done, tables, explanations, or the
 * controller's own JSON and YAML. {@link dev.tieline.launcher.control.ControllerClient} is the one place that speaks
 * HTTP and knows what can go wrong there; {@link dev.tieline.launcher.control.Applier} brings files, and the artefacts
 * of the model cards among them, to the controller. Everything else turns answers into lines. Answers may carry keys
 * that are not known here; those that are used must be there and make sense.
 */
@NullMarked
package dev.tieline.launcher.control;

import org.jspecify.annotations.NullMarked;
