package dev.tieline.devices.twin;

/** How far a node has come with a model that it holds or should hold. */
public sealed interface ModelStatus {

    /** The status as messages write it, such as {@code ready}. */
    String word();

    /** It stands in the desired state, and nothing has been done for it yet. */
    record Pending() implements ModelStatus {
        @Override
        public String word() {
            return "pending";
        }
    }

    /**
     * Its files are being downloaded.
     *
     * @param bytes that are there, 0 to {@code total}
     * @param total bytes of all its files, 1 or more
     */
    record Fetching(long bytes, long total) implements ModelStatus {
        public Fetching {
            if (bytes < 0 || total < 1 || bytes > total) {
                throw new IllegalArgumentException(
                        "a download has 0 or more of its 1 or more bytes, and this one has " + bytes + " of " + total);
            }
        }

        @Override
        public String word() {
            return "fetching";
        }
    }

    /** Its files are there, and it is being loaded and asked its golden sample. */
    record Loading() implements ModelStatus {
        @Override
        public String word() {
            return "loading";
        }
    }

    /** It answers. */
    record Ready() implements ModelStatus {
        @Override
        public String word() {
            return "ready";
        }
    }

    /**
     * The last attempt at it failed; the node tries again on its own.
     *
     * @param reason why, for people: one line of at most 1,000 characters. What is longer is cut here, and what is not
     *     printable becomes a blank, since reasons come from the messages of other software
     */
    record Failed(String reason) implements ModelStatus {
        private static final int MAX_LENGTH = 1_000;

        public Failed {
            reason = line(reason);
        }

        @Override
        public String word() {
            return "failed";
        }

        private static String line(String text) {
            var head = text.length() <= 4 * MAX_LENGTH ? text : text.substring(0, 4 * MAX_LENGTH);
            var printable = head.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
            if (printable.length() <= MAX_LENGTH) {
                return printable.isEmpty() ? "no reason was given" : printable;
            }
            var end = Character.isHighSurrogate(printable.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
            return printable.substring(0, end).strip();
        }
    }

    /** It is no longer desired, and its last calls are ending. */
    record Unloading() implements ModelStatus {
        @Override
        public String word() {
            return "unloading";
        }
    }
}
