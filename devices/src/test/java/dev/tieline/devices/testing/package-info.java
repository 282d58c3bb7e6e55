/**
 * What the tests of this module and of the applications share: a real broker as a process, waiting for a condition
 * with a deadline, the frames of HTTP/2 one by one, and in {@code faults} a bad network before the broker. Part of the
 * {@code tests} archive of this module.
 */
@NullMarked
package dev.tieline.devices.testing;

import org.jspecify.annotations.NullMarked;
