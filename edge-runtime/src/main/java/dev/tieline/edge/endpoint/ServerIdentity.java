package dev.tieline.edge.endpoint;

import java.util.List;

/** What the server metadata of the protocol says, whatever form it is asked for in. */
public final class ServerIdentity {
    public static final String NAME = "tieline";
    public static final String VERSION = "0.1.0";

    /** The extensions of every form. Those that start with the name of this server are its own. */
    public static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data", "model_repository", "model_configuration", "statistics", "tieline_data_labels");

    private ServerIdentity() {}
}
