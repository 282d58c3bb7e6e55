/**
 * What the tests of this module and of the applications share: a real broker as a process, a proxy that cuts
 * connections, and waiting for a condition with a deadline. Part of the {@code tests} archive of this module.
 */
@NullMarked
package dev.tieline.devices.testing;

import org.jspecify.annotations.NullMarked;
