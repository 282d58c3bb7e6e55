/**
 * Puts the controller together and runs it.
 *
 * <p>{@link dev.tieline.cloud.controller.ControllerMain} reads the command line into settings and starts Quarkus;
 * {@link dev.tieline.cloud.controller.ControllerLifecycle} opens what was
 * applied and the API. What keeps the
 * controller from starting is one {@link dev.tieline.cloud.controller.StartFailure}: a sentence, and exit code 1. The
 * clock is chosen here and nowhere else.
 */
@NullMarked
package dev.tieline.cloud.controller;

import org.jspecify.annotations.NullMarked;
