/** What the tests of the controller share: the sample files of this repository, and random request files. */
@NullMarked
package dev.tieline.cloud;

import org.jspecify.annotations.NullMarked;
