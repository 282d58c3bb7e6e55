/**
 * What operators declare: who is where, what is allowed, what can be run, and what shall run.
 *
 * <p>In go documents, one at a time, as exact bytes ({@link dev.tieline.cloud.catalog.ResourceStore#apply}): a site book,
 * a policy bundle, model cards, deployments. Each is read strictly and held against what is declared beside it; what
 * does not fit is refused and changes nothing. Out comes {@link dev.tieline.cloud.catalog.Declared}, an immutable view
 * of all of them, and the very bytes that were applied, since a digest over them is what nodes know them by.
 *
 * <p>Documents lie in files that outlive the process, however it ends. They are not signed yet: they count as valid
 * because they were applied on this machine, and the log says so loudly.
 */
@NullMarked
package dev.tieline.cloud.catalog;

import org.jspecify.annotations.NullMarked;
