/**
 * Brings the models of the catalogue to this machine.
 *
 * <p>In come the names of models; out come their files in the content-addressed store, verified. What a model card names
 * is a package of a public registry, and that registry's ordinary client fetches it (Maven, npm): mirrors, proxies and
 * credentials are the client's own settings, and no address of a server stands here. The package and each file taken
 * from it must have the digest of the card. A model that is there already costs no process, no network and no word.
 */
@NullMarked
package dev.tieline.launcher.fetch;

import org.jspecify.annotations.NullMarked;
