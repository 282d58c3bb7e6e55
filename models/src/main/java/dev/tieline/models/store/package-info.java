/**
 * Where the bytes of models lie on a node's disk.
 *
 * <p>In goes a stream, a download or a package's archive; out comes the path of a file whose name is its SHA-256. A file
 * is there whole and verified or not at all: it is written beside its place, checked against the size and the digest
 * of its {@link dev.tieline.models.Artifact}, forced to the disk and then renamed. What goes wrong is a
 * {@link dev.tieline.models.store.StoreFailure} with the artifact and the numbers, and leaves nothing behind, except the
 * part of a download that a broken connection left, which the next try resumes.
 *
 * <p>A disk may change a file behind our back: who loads one reads it through
 * {@link dev.tieline.models.store.ArtifactFile}, which checks the digest again.
 */
@NullMarked
package dev.tieline.models.store;

import org.jspecify.annotations.NullMarked;
