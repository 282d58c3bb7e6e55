package dev.tieline.cloud.ingest;

import static dev.tieline.cloud.Nodes.LYON;
import static dev.tieline.cloud.Nodes.NOON;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.cloud.Nodes;
import dev.tieline.cloud.control.Announcements;
import dev.tieline.cloud.fleet.Fleet;
import dev.tieline.cloud.fleet.FleetSettings;
import dev.tieline.cloud.rollout.NodeLedger;
import dev.tieline.cloud.rollout.NoticeBoard;
import dev.tieline.cloud.rollout.Rollout;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Holdings;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.twin.ReportedState;
import dev.tieline.devices.wire.Topics;
import dev.tieline.policy.testing.Fuzzed;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is published where the controller listens. */
class IngestFuzzTest {
    private static final Topics TOPICS = new Topics(TenantId.of("acme"));
    private static final URI BLOBS = URI.create("http://127.0.0.1:8080/blobs");
    private static final byte[] BIRTH =
            utf8(Birth.of(3, Nodes.profile(), Map.of()).toJson());

    @TempDir
    Path folder;

    /** The topic, and the payload after a line's end. */
    static Stream<byte[]> messages() {
        var reported = ReportedState.of(3, 0, Holdings.NONE, Map.of());
        return Stream.of(
                message(TOPICS.birth(LYON), BIRTH),
                message(TOPICS.birth(LYON), new byte[0]),
                message(TOPICS.state(LYON), utf8(new Presence(Presence.State.READY, 3).toJson())),
                message(TOPICS.reported(LYON), utf8(reported.toJson())),
                message(
                        TOPICS.telemetry(LYON),
                        Nodes.telemetry(NOON, 3, Map.of()).toCbor()),
                message(TOPICS.desired(LYON), utf8(new DesiredState(7, BLOBS, List.of()).toJson())),
                message("tl/v1/acme/sites", new byte[0]),
                message("tl/v1/other/sites", utf8("{}")));
    }

    /** It is taken or counted as refused, after the birth of a node and before its next presence, which is taken. */
    @MethodSource("messages")
    @FuzzTest
    void shouldTakeOrCountAnyMessage(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        var topic = new String(bytes, 0, end, StandardCharsets.UTF_8);
        var payload = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
        var fleet = new Fleet(() -> NOON, FleetSettings.defaults());
        var rejections = new Rejections(() -> NOON);
        var documents = documents(fleet, rejections);
        documents.take(TOPICS.birth(LYON), BIRTH);

        Fuzzed.decode(bytes.length, NeverThrown.class, () -> {
            documents.take(topic, payload);
            return topic;
        });

        documents.take(
                TOPICS.birth(LYON),
                utf8(Birth.of(Long.MAX_VALUE, Nodes.profile(), Map.of()).toJson()));
        Fuzzed.same(fleet.view().find(LYON).isPresent(), true);
        Fuzzed.same(rejections.all().size() <= 2, true);
    }

    private Documents documents(Fleet fleet, Rejections rejections) {
        var board = new NoticeBoard(notice -> CompletableFuture.runAsync(() -> {}, Runnable::run), () -> NOON);
        var rollout = new Rollout(TOPICS, NodeLedger.open(folder), board, BLOBS);
        var announcements = new Announcements(TOPICS, board, BLOBS, bundle -> 1_000, folder.resolve("policies.json"));
        return new Documents(TOPICS, fleet, rollout, announcements, rejections, () -> {});
    }

    private static byte[] message(String topic, byte[] payload) {
        return ByteBuffer.allocate(topic.length() + 1 + payload.length)
                .put(utf8(topic))
                .put((byte) '\n')
                .put(payload)
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing may be thrown at all. */
    private static final class NeverThrown extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
