package dev.tieline.devices;

/**
 * The machine below a node.
 *
 * @param architecture the instruction set as the operating system names it: {@code x86_64}, {@code aarch64}
 * @param cores processor cores that the node may use, 1 or more
 * @param memoryBytes main memory in bytes, 1 or more
 */
public record Hardware(String architecture, int cores, long memoryBytes) {

    public Hardware {
        if (architecture.isBlank() || cores < 1 || memoryBytes < 1) {
            throw new IllegalArgumentException("hardware needs an architecture, cores and memory, and this is '"
                    + architecture + "', " + cores + " cores, " + memoryBytes + " bytes");
        }
    }
}
