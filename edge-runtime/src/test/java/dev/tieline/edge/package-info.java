/** Fixtures that the tests of several packages share. */
@NullMarked
package dev.tieline.edge;

import org.jspecify.annotations.NullMarked;
