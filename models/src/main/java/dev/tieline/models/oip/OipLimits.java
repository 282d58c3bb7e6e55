package dev.tieline.models.oip;

/**
 * How much a body may ask of the decoder.
 *
 * @param maxBodyBytes the longest body, in bytes
 * @param maxJsonDepth how deep arrays and objects may be nested; a tensor of rank 8 needs 11
 * @param maxTensors the most inputs, outputs or requested outputs of one body
 * @param maxParameters the most parameters of one object
 * @param maxTextBytes the longest name, id, key or text parameter, in bytes of JSON
 */
public record OipLimits(int maxBodyBytes, int maxJsonDepth, int maxTensors, int maxParameters, int maxTextBytes) {
    /** 64 MiB, 32 deep, 128 tensors, 128 parameters, 16 KiB of text. */
    public static final OipLimits DEFAULT = new OipLimits(64 << 20, 32, 128, 128, 16 << 10);

    public OipLimits {
        if (maxBodyBytes < 1 || maxJsonDepth < 1 || maxTensors < 1 || maxParameters < 1 || maxTextBytes < 1) {
            throw new IllegalArgumentException("every limit is at least 1, and they are maxBodyBytes=" + maxBodyBytes
                    + ", maxJsonDepth=" + maxJsonDepth + ", maxTensors=" + maxTensors + ", maxParameters="
                    + maxParameters + ", maxTextBytes=" + maxTextBytes);
        }
    }

    /** The same limits with another longest body. */
    public OipLimits withMaxBodyBytes(int bytes) {
        return new OipLimits(bytes, maxJsonDepth, maxTensors, maxParameters, maxTextBytes);
    }
}
