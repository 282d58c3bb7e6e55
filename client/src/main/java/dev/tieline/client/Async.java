package dev.tieline.client;

import java.util.concurrent.CompletableFuture;

/** Work on a virtual thread of its own, with a future for its end. */
final class Async {

    @FunctionalInterface
    interface Work<T> {
        T done() throws InterruptedException;
    }

    private Async() {}

    /** Begins it. Whoever completes the future before the work is done interrupts the work. */
    static <T> CompletableFuture<T> run(Work<T> work) {
        var result = new CompletableFuture<T>();
        var thread = Thread.ofVirtual().name("tieline-call").unstarted(() -> work(work, result));
        var unused = result.whenComplete((value, failure) -> {
            if (Thread.currentThread() != thread) {
                thread.interrupt();
            }
        });
        thread.start();
        return result;
    }

    /** The rim of the thread: whatever is thrown beyond is the future's. */
    private static <T> void work(Work<T> work, CompletableFuture<T> result) {
        try {
            result.complete(work.done());
        } catch (InterruptedException | RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }
}
