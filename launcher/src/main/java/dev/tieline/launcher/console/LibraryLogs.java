package dev.tieline.launcher.console;

import java.util.List;
import java.util.Set;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps the libraries quiet: warnings and errors only, one line each, to standard error. */
public final class LibraryLogs {
    // The log framework holds its loggers weakly: whoever sets a level keeps the logger.
    private static final List<Logger> SILENT = List.of(
            Logger.getLogger("org.apache.activemq.audit"),
            Logger.getLogger("org.apache.activemq.audit.base"),
            Logger.getLogger("org.apache.activemq.audit.message"),
            Logger.getLogger("org.apache.activemq.audit.resource"));

    // Artemis warns of every subscription that it has no dead letter and no expiry address. The broker wants none:
    // such an address is a topic, which a subscriber of "#" would see.
    private static final Set<String> EXPECTED = Set.of("AMQ222165", "AMQ222166");

    private LibraryLogs() {}

    /** Sets the levels and the form of this JVM's logs. */
    public static void quieten() {
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var handler = new ConsoleHandler();
        handler.setFormatter(new OneLine());
        handler.setLevel(Level.WARNING);
        handler.setFilter(event -> !isExpected(event));
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
    }

    private static boolean isExpected(LogRecord event) {
        var message = event.getMessage();
        return message != null && message.length() > 9 && EXPECTED.contains(message.substring(0, 9));
    }

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord event) {
            var cause = event.getThrown() == null ? "" : " (" + event.getThrown() + ")";
            return event.getLevel().getName() + " " + formatMessage(event) + cause + System.lineSeparator();
        }
    }
}
