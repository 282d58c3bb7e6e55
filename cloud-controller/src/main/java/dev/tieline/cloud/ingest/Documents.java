package dev.tieline.cloud.ingest;

import dev.tieline.cloud.control.Announcements;
import dev.tieline.cloud.fleet.Fleet;
import dev.tieline.cloud.fleet.Observation;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteBook;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.PolicyPointers;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.twin.Routes;
import dev.tieline.devices.twin.Telemetry;
import dev.tieline.devices.wire.Topic;
import dev.tieline.devices.wire.Topic.NodeTopic;
import dev.tieline.devices.wire.Topics;
import dev.tieline.policy.document.DocumentException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/** Takes documents apart and hands them over: those of nodes, and what hangs at the broker. Thread-safe. */
public final class Documents {
    private static final Logger LOG = Logger.getLogger(Documents.class);
    /** No document comes near it. */
    private static final int MAX_BYTES = 1 << 20;

    private final Topics topics;
    private final Fleet fleet;
    private final Rollout rollout;
    private final Announcements announcements;
    private final Rejections rejections;
    private final Runnable changed;

    /** @param changed is told when something has changed that placement cares about */
    public Documents(
            Topics topics,
            Fleet fleet,
            Rollout rollout,
            Announcements announcements,
            Rejections rejections,
            Runnable changed) {
        this.topics = topics;
        this.fleet = fleet;
        this.rollout = rollout;
        this.announcements = announcements;
        this.rejections = rejections;
        this.changed = changed;
    }

    /** Takes one message. */
    public void take(String topic, byte[] payload) {
        try {
            if (payload.length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "it has " + payload.length + " bytes, and a document has at most " + MAX_BYTES);
            }
            var parsed = Topics.parse(topic)
                    .orElseThrow(() -> new IllegalArgumentException("this is not a topic of Tieline"));
            if (!parsed.tenant().equals(topics.tenant())) {
                throw new IllegalArgumentException("it belongs to the tenant " + parsed.tenant()
                        + ", and this controller serves " + topics.tenant());
            }
            take(parsed, topic, payload);
        } catch (DocumentException | IllegalArgumentException e) {
            rejections.reject(topic, String.valueOf(e.getMessage()));
        }
    }

    private void take(Topic topic, String source, byte[] payload) {
        switch (topic) {
            case NodeTopic node -> take(node, source, payload);
            case Topic.SitesTopic sites
            when payload.length > 0 -> announcements.heard(SiteBook.read(source, text(payload)));
            case Topic.PolicyTopic policy
            when payload.length > 0 -> announcements.heard(PolicyPointers.read(source, text(payload)));
            case Topic.SitesTopic sites -> rollout.lost(source);
            case Topic.PolicyTopic policy -> rollout.lost(source);
            case Topic.WorkTopic work -> throw new IllegalArgumentException("work is no document");
            case Topic.DispatchTopic dispatch -> throw new IllegalArgumentException("work is no document");
            case Topic.InferTopic infer -> throw new IllegalArgumentException("a device's request is no document");
            case Topic.ClientTopic client -> throw new IllegalArgumentException("an answer is no document");
        }
    }

    private void take(NodeTopic topic, String source, byte[] payload) {
        var node = topic.address();
        if (payload.length == 0) {
            withdrawn(topic);
            return;
        }
        switch (topic.kind()) {
            case BIRTH -> note(source, fleet.birth(node, Birth.read(source, text(payload))));
            case STATE -> note(source, fleet.presence(node, Presence.read(source, text(payload))));
            case TELEMETRY -> note(source, fleet.telemetry(node, Telemetry.read(source, payload)));
            case REPORTED -> reported(source, node, ReportedState.read(source, text(payload)));
            case DESIRED -> rollout.heard(node, DesiredState.read(source, text(payload)));
            case ROUTES -> rollout.heard(node, Routes.read(source, text(payload)));
            case REPLY -> throw new IllegalArgumentException("answers are not for the controller");
        }
    }

    private void reported(String source, NodeAddress node, ReportedState state) {
        note(source, fleet.reported(node, state));
        rollout.observed(node, state.observedGeneration(), state.knowledge().routes());
        announcements.observed(state.knowledge());
    }

    /** A node that is taken out of service has its birth deleted at the broker; of others that is a loss. */
    private void withdrawn(NodeTopic topic) {
        switch (topic.kind()) {
            case BIRTH -> {
                fleet.withdrawn(topic.address());
                rollout.withdrawn(topic.address());
                changed.run();
            }
            case DESIRED, ROUTES -> rollout.lost(topic.path());
            case STATE, TELEMETRY, REPORTED, REPLY -> LOG.debugf("%s was deleted", topic.path());
        }
    }

    private void note(String source, Observation observation) {
        switch (observation) {
            case Observation.Accepted accepted -> {
                if (accepted.warning() != null) {
                    LOG.warnf("%s: %s", source, accepted.warning());
                }
                if (accepted.changed()) {
                    changed.run();
                }
            }
            case Observation.Ignored ignored -> rejections.reject(source, ignored.reason());
        }
    }

    private static String text(byte[] payload) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8 text", e);
        }
    }
}
