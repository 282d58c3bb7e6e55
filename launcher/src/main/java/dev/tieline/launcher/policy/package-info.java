/**
 * The tools for people who write policy: {@code check}, {@code test}, {@code explain}, {@code compile}, {@code diff},
 * {@code whatif}, {@code coverage} and {@code schema}.
 *
 * <p>In come files: bundles, requests, cases, recorded decisions. Out come lines for people, or JSON, and an exit code
 * that scripts can rely on; 2 is always that something could not be read. No controller is asked. What the tools find
 * out is the policy module's ({@code policy.lint}, {@code policy.replay}); here it is read and shown.
 */
@NullMarked
package dev.tieline.launcher.policy;

import org.jspecify.annotations.NullMarked;
