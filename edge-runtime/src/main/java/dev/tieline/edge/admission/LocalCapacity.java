package dev.tieline.edge.admission;

/** What this node can do for a call right now. */
public enum LocalCapacity {
    /** The model is not loaded here. */
    MODEL_ABSENT,
    /** The model is loaded and a run slot is held for the call. */
    SLOT_FREE,
    /** All run slots are taken, the queue has room. */
    QUEUE_ROOM,
    /** All run slots are taken and the queue is full. */
    FULL
}
