package dev.tieline.cloud.placement;

/** How a node came to its place in a placement. */
public enum ChoiceState {
    /** It did not hold the model for this deployment before. */
    NEW,
    /** It did, and stays. */
    KEPT,
    /** It is no longer wanted, and stays until enough of the others answer. */
    RETIRING
}
