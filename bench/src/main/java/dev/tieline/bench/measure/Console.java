package dev.tieline.bench.measure;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What a benchmark says: how it goes on the error output, what it found on the output. */
public record Console(CommandSpec spec) {
    /** The exit code of a run whose figures do not count. */
    public static final int VOID = 3;

    /** Says how it goes. */
    public void tell(String line) {
        var err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /**
     * Prints the table, and where the rest is.
     *
     * @param rest what the file holds, such as {@code All rounds}
     */
    public void print(List<String> table, String rest, Path file) {
        var out = spec.commandLine().getOut();
        table.forEach(out::println);
        out.println(rest + ": " + file);
        out.flush();
    }
}
