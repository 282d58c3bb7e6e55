package dev.tieline.edge.presence;

import dev.tieline.devices.DeviceId;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.Will;
import dev.tieline.devices.twin.Birth;
import dev.tieline.devices.twin.Presence;
import dev.tieline.devices.wire.Topics;
import dev.tieline.edge.admission.EgressGuard;
import dev.tieline.policy.document.DocumentException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Publishes the birth, the state and, through the Will, the death of this node. Thread-safe. */
public final class PresenceAnnouncer {
    private static final Logger LOG = Logger.getLogger(PresenceAnnouncer.class);

    private static final Map<String, String> VERSIONS =
            Map.of("java", Runtime.version().toString());

    private final DeviceId self;
    private final DeviceProfile profile;
    private final BirthSequence births;
    private volatile Presence.State state = Presence.State.READY;

    public PresenceAnnouncer(DeviceId self, DeviceProfile profile, BirthSequence births) {
        this.self = self;
        this.profile = profile;
        this.births = births;
    }

    /** The Will of the connection that is about to be made; begins a new birth. */
    public Will will() {
        var lost = new Presence(Presence.State.LOST, births.next());
        return new Will(new Topics(self.tenant()).state(self.address()), bytes(lost.toJson()));
    }

    /** The sequence number of the present birth; 0 before the first. */
    public long birth() {
        return births.current();
    }

    /**
     * Says everything anew, after a connection has been made.
     *
     * @return completed once the broker has answered it all, with whether it took it and that birth is still the present
     *     one
     */
    public CompletableFuture<Boolean> connected(EgressGuard egress) {
        var present = births.current();
        var birth =
                egress.announceBirth(bytes(Birth.of(present, profile, VERSIONS).toJson()));
        return birth.thenCombine(
                announce(egress, null), (born, stated) -> born && stated && births.current() == present);
    }

    /**
     * Contradicts a {@code lost}: whoever hears of it here is connected. An earlier connection may have left it behind,
     * or somebody else have said it.
     *
     * <p>A state of a higher birth than the present one tells that this node has lost both its memory and the time: as
     * it is, nobody listens to it. It then takes a higher number still, which needs a new connection.
     *
     * @param connectAnew ends the present connection for the given reason, and makes another
     */
    public void heard(InboundMessage message, EgressGuard egress, Consumer<String> connectAnew) {
        try {
            var heard = Presence.read(message.topic(), new String(message.payload(), StandardCharsets.UTF_8));
            if (births.surpass(heard.birth())) {
                connectAnew.accept("this node was once born as " + heard.birth()
                        + ", which it does not remember, and must be born after that");
            } else if (heard.state() == Presence.State.LOST) {
                LOG.infof("Contradicted a %s of birth %d", heard.state().word(), heard.birth());
                var unused = announce(egress, null);
            }
        } catch (DocumentException e) {
            LOG.warnf("Ignored a malformed state: %s", e.getMessage());
        }
    }

    /**
     * Says that this node takes no new work.
     *
     * @param patience how long to wait at most until it can leave
     * @return completed with whether the broker has taken it
     */
    public CompletableFuture<Boolean> draining(EgressGuard egress, Duration patience) {
        state = Presence.State.DRAINING;
        // Nobody knows of a node that was never born.
        return births.current() == 0 ? CompletableFuture.completedFuture(false) : announce(egress, patience);
    }

    private CompletableFuture<Boolean> announce(EgressGuard egress, @Nullable Duration patience) {
        return egress.announceState(bytes(new Presence(state, births.current()).toJson()), patience);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
