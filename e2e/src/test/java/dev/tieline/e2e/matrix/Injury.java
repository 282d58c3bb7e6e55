package dev.tieline.e2e.matrix;

/** One process broken in one way. */
record Injury(Target target, Fault fault) {
    @Override
    public String toString() {
        return target + ", " + fault;
    }
}
