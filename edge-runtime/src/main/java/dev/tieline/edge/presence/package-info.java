/**
 * Says that this node is there.
 *
 * <p>Each connection of the control link gets a birth sequence number of its own. After connecting, the node publishes
 * its profile and the state {@code ready}; the broker publishes {@code lost} for it when the connection dies (the
 * MQTT Will). A late {@code lost} of an earlier connection is contradicted at once.
 */
@NullMarked
package dev.tieline.edge.presence;

import org.jspecify.annotations.NullMarked;
