/**
 * What every program of the launcher says to people, and how: a failure is one sentence and an exit code, a setting
 * comes from the environment that the {@code tieline} script provides, and libraries log warnings only.
 */
@NullMarked
package dev.tieline.launcher.console;

import org.jspecify.annotations.NullMarked;
