/**
 * Who and where: the ids of the fleet, the site book, and what a device is made of.
 *
 * <p>In go the files that operators write, the site book and the device profiles; out come typed ids and immutable
 * records that every other part asks: which facts hold at a site, which hops a transfer between two sites makes,
 * what a node carries. A device claims nothing legal about itself: jurisdiction is the site book's word alone, and a
 * site that the book does not know, or a book past its expiry, has unknown facts.
 *
 * <p>Nothing here reads a clock or the network; callers bring the time with them.
 */
@NullMarked
package dev.tieline.devices;

import org.jspecify.annotations.NullMarked;
