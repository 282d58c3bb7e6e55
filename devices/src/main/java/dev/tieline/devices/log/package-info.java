/**
 * Logs that people read and logs that machines read, from the same lines.
 *
 * <p>A line that operators act on is a {@link dev.tieline.devices.log.LogEvent}: a fixed name, keys with their values, and
 * the sentence for people. As text only the sentence is seen; as JSON ({@link dev.tieline.devices.log.JsonLines}, switched
 * on by {@link dev.tieline.devices.log.LogFormat}) every line is one object, with the sentence, its fixed form and the keys.
 */
@NullMarked
package dev.tieline.devices.log;

import org.jspecify.annotations.NullMarked;
