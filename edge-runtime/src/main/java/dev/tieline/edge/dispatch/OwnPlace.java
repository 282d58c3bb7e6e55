package dev.tieline.edge.dispatch;

import dev.tieline.edge.offload.LastResort;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A place on this node for a call that was sent elsewhere: taken when it is needed, given back if it is not used. */
final class OwnPlace implements LastResort, AutoCloseable {
    private final Supplier<Here> places;
    private @Nullable Here asked;

    OwnPlace(Supplier<Here> places) {
        this.places = places;
    }

    @Override
    public boolean hold() {
        return reserve() instanceof Here.Held;
    }

    /** The place that is held, or what became of asking for one now. */
    Here reserve() {
        if (asked instanceof Here.Held held) {
            return held;
        }
        var now = places.get();
        asked = now;
        return now;
    }

    @Override
    public void close() {
        if (asked instanceof Here.Held(var place)) {
            place.close();
        }
    }
}
