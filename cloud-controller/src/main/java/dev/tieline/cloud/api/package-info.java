/**
 * What operators and their tools ask over HTTP, and the JSON that they get.
 *
 * <p>In goes the {@link dev.tieline.cloud.catalog.Catalog}; {@link dev.tieline.cloud.api.ApiEndpoint} puts it on a
 * router: the declared sites, models and policy to read, and the question "may this go there, and why", which
 * {@code POST /api/v1/policy/explain} takes as a request file and answers by the same evaluator, so with the same
 * decision, as a node does before anything leaves it.
 *
 * <p>JSON is streamed by one small class per document. An error is {@code {"error": ...}}; one in a request file names
 * its line and key. Nothing here changes anything.
 */
@NullMarked
package dev.tieline.cloud.api;

import org.jspecify.annotations.NullMarked;
