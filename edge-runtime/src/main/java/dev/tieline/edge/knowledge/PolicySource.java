package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.PolicyPointer;

/** Where the bytes of policy bundles come from. */
public interface PolicySource {

    /** What became of a fetch. */
    sealed interface Fetched {
        /** The bytes; nobody has held them against the pointer yet. */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Bytes(byte[] bytes) implements Fetched {}

        /** It may work later. */
        record Failed(String reason) implements Fetched {}

        /** It will not work, however often it is tried. */
        record Refused(String reason) implements Fetched {}
    }

    /** Fetches what a pointer points to. Blocks, for a bounded time; interrupt the thread to give up. */
    Fetched fetch(PolicyPointer pointer);
}
