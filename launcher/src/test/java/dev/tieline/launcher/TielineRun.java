package dev.tieline.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line in this process: its exit code and what it printed. */
public record TielineRun(int code, String out, String err) {

    public static TielineRun of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Tieline.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new TielineRun(code, out.toString(), err.toString());
    }
}
