package dev.tieline.launcher.control;

import dev.tieline.models.store.Progress;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A body of known length that tells how much of it has been handed to the connection. */
final class CountedFile implements HttpRequest.BodyPublisher {
    private final HttpRequest.BodyPublisher file;
    private final long length;
    private final Progress progress;
    private volatile long done;

    CountedFile(HttpRequest.BodyPublisher file, long length, Progress progress) {
        this.file = file;
        this.length = length;
        this.progress = progress;
    }

    long done() {
        return done;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        done = 0;
        file.subscribe(new Counting(subscriber));
    }

    /** Called by one thread at a time, as the rules of {@link Flow} say. */
    private final class Counting implements Flow.Subscriber<ByteBuffer> {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private long count;

        Counting(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            count += bytes.remaining();
            done = count;
            progress.at(count, length);
            subscriber.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
