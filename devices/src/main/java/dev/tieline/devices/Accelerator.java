package dev.tieline.devices;

/**
 * A device beside the processor that can run models.
 *
 * @param kind what it is: {@code gpu}, {@code npu}, {@code tpu}, {@code vpu}, {@code fpga}
 * @param name which one, for people
 * @param memoryBytes its own memory in bytes; 0 where it uses main memory
 */
public record Accelerator(String kind, String name, long memoryBytes) {

    public Accelerator {
        if (kind.isBlank() || name.isBlank() || memoryBytes < 0) {
            throw new IllegalArgumentException("an accelerator needs a kind, a name and a memory of 0 or more bytes,"
                    + " and this is '" + kind + "', '" + name + "', " + memoryBytes + " bytes");
        }
    }
}
