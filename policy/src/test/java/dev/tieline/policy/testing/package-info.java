/** What the tests of other modules use too: properties of decoders, for the fuzzer. */
@NullMarked
package dev.tieline.policy.testing;

import org.jspecify.annotations.NullMarked;
