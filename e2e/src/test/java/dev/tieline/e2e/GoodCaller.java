package dev.tieline.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Someone who does no wrong, and asks a node a little now and then, on a new connection each time. */
final class GoodCaller {
    private static final String ROW = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]";
    private static final String SUM = "[2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32]";
    /** A request for {@code simple} in the JSON form. */
    static final String QUESTION = """
            {"inputs":[{"name":"INPUT0","shape":[1,16],"datatype":"INT32","data":%s},\
            {"name":"INPUT1","shape":[1,16],"datatype":"INT32","data":%s}]}""".formatted(ROW, ROW);

    private static final long PAUSE_MILLIS = 50;

    private final URI node;
    private final Thread thread;
    private final CountDownLatch dismissed = new CountDownLatch(1);
    private final List<RawConnection.Response> answers = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable IOException failure;

    GoodCaller(URI node) {
        this.node = node;
        this.thread = Thread.ofPlatform().name("good-caller").start(this::ask);
    }

    /** Whether it is the answer to what it asks. */
    static boolean isRight(RawConnection.Response answer) {
        return answer.status() == 200 && answer.body().contains(SUM);
    }

    /** Waits until it was answered rightly so many times from now on. */
    void awaitServed(int times) throws Exception {
        int before = answers.size();
        var unused = Eventually.find("a good caller to be served", () -> {
            if (failure != null) {
                throw new AssertionError("a good caller was left without an answer", failure);
            }
            return answers().stream().skip(before).filter(GoodCaller::isRight).count() >= times
                    ? Optional.of("")
                    : Optional.empty();
        });
    }

    /** What it was answered, in order. */
    List<RawConnection.Response> answers() {
        synchronized (answers) {
            return List.copyOf(answers);
        }
    }

    /** Sends it away. @return what it was answered @throws IOException if it was left without an answer */
    List<RawConnection.Response> dismiss() throws IOException, InterruptedException {
        dismissed.countDown();
        thread.join();
        var failed = failure;
        if (failed != null) {
            throw new IOException("a good caller was left without an answer", failed);
        }
        return answers();
    }

    private void ask() {
        try {
            do {
                answers.add(askOnce());
            } while (!dismissed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RawConnection.Response askOnce() throws IOException {
        try (var connection = new RawConnection(node)) {
            connection.head(
                    "POST /v2/models/simple/infer HTTP/1.1",
                    "Content-Length: " + QUESTION.getBytes(StandardCharsets.UTF_8).length);
            connection.write(QUESTION);
            return connection.response();
        }
    }
}
