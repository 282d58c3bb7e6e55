package dev.tieline.models.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.jspecify.annotations.Nullable;

/**
 * The means to end one run of a model before it is done. Thread-safe.
 *
 * <p>A stop ends a run that goes on at its next operator, keeps one that has not begun from beginning, and does nothing
 * to one that has ended. The options that carry it to ONNX Runtime are touched only between {@link #begin} and
 * {@link #end}, so never after they were freed.
 */
public final class RunStop {
    private OrtSession.@Nullable RunOptions run;
    private boolean stopped;

    /** Ends the run. Stopping again does nothing. */
    public synchronized void stop() {
        stopped = true;
        terminate();
    }

    /** Whether it was stopped, before, during or after the run. */
    public synchronized boolean stopped() {
        return stopped;
    }

    synchronized void begin(OrtSession.RunOptions options) {
        run = options;
        if (stopped) {
            terminate();
        }
    }

    synchronized void end() {
        run = null;
    }

    private void terminate() {
        if (run == null) {
            return;
        }
        try {
            run.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("a run of a model cannot be stopped", e);
        }
    }
}
