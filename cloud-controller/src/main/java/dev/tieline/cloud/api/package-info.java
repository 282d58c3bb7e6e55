/**
 * What operators, their tools and nodes ask over HTTP, and what they get.
 *
 * <p>{@link dev.tieline.cloud.api.ApiEndpoint} puts everything on a router: documents to apply, to read and to delete in
 * the {@link dev.tieline.cloud.catalog.ResourceStore}; blobs, which stream to and from the disk; nodes, placements and
 * the reasons for both out of the {@link dev.tieline.cloud.api.World}; and the question "may this go there, and why",
 * which {@code POST /api/v1/policy/explain} takes as a request file and answers by the same evaluator, so with the same
 * decision, as a node does before anything leaves it.
 *
 * <p>A question becomes a {@link dev.tieline.cloud.api.Question} without HTTP, its answer a
 * {@link dev.tieline.cloud.api.Answer}; whatever is thrown on the way becomes an answer in one place,
 * {@link dev.tieline.cloud.api.Rim}. JSON is streamed by one small class per document.
 */
@NullMarked
package dev.tieline.cloud.api;

import org.jspecify.annotations.NullMarked;
