package dev.tieline.devices.testing.faults;

/** What becomes of a packet. */
enum Fate {
    PASS(1),
    DROP(0),
    DUPLICATE(2);

    private final int copies;

    Fate(int copies) {
        this.copies = copies;
    }

    /** How often it arrives. */
    int copies() {
        return copies;
    }
}
