package dev.tieline.edge.endpoint;

import java.util.Locale;

/** What a request came in by. */
public enum Protocol {
    HTTP,
    GRPC,
    MQTT;

    /** Its name in metrics and traces. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
