/** Tests of the {@code tieline} script with a made-up JDK and a made-up Maven, in a folder whose name has spaces. */
@NullMarked
package dev.tieline.launcher.script;

import org.jspecify.annotations.NullMarked;
