package dev.tieline.devices.log;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;

/** How a process writes its log. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object in each line. */
    JSON;

    /** Has every handler of this process write so from now on; text is what they are configured to write anyway. */
    public void use() {
        if (this == JSON) {
            var formatter = new JsonLines();
            for (var handler : LogContext.getLogContext().getLogger("").getHandlers()) {
                use(handler, formatter);
            }
        }
    }

    private static void use(Handler handler, Formatter formatter) {
        handler.setFormatter(formatter);
        if (handler instanceof ExtHandler outer) {
            for (var inner : outer.getHandlers()) {
                use(inner, formatter);
            }
        }
    }
}
