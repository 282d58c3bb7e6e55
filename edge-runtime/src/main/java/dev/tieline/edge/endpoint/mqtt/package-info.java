/**
 * The Open Inference Protocol over MQTT 5, for the devices around a node: a sensor that has a client for the site's
 * broker needs no other.
 *
 * <p>In comes a message on {@code tl/v1/{tenant}/infer/{site}/{node}/{model}}, whose body is that of the HTTP form and
 * whose user properties are its headers; out goes one on the response topic that it names, with the answer or an error.
 * {@link dev.tieline.edge.endpoint.mqtt.MqttEndpoint} runs on the thread of the link, and leaves everything that takes
 * time to others. An {@link dev.tieline.edge.endpoint.mqtt.Exchange} is one request until its answer is with the broker.
 *
 * <p>An answer passes the broker, so policy has a word in it: before the request is run, and again when the answer can
 * leave. A request that cannot be answered, since it names no topic of a client at this site, is not run.
 */
@NullMarked
package dev.tieline.edge.endpoint.mqtt;

import org.jspecify.annotations.NullMarked;
