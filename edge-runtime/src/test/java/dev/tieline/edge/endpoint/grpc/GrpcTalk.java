package dev.tieline.edge.endpoint.grpc;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call with two directions, which says and hears what the test says when it says so. */
final class GrpcTalk<Q, A> extends ClientCall.Listener<A> {
    private final ClientCall<Q, A> call;
    private final BlockingQueue<A> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> status = new CompletableFuture<>();

    GrpcTalk(ClientCall<Q, A> call) {
        this.call = call;
        call.start(this, new Metadata());
        call.request(1_000);
    }

    void say(Q question) {
        call.sendMessage(question);
    }

    void end() {
        call.halfClose();
    }

    void cancel() {
        call.cancel("the test goes", null);
    }

    A hear() throws InterruptedException, TimeoutException {
        var answer = heard.poll(60, TimeUnit.SECONDS);
        if (answer == null) {
            throw new TimeoutException("nothing was heard in 60 s; the status is " + status.getNow(null));
        }
        return answer;
    }

    Status status() throws Exception {
        return status.get(60, TimeUnit.SECONDS);
    }

    int unheard() {
        return heard.size();
    }

    @Override
    public void onMessage(A message) {
        heard.add(message);
    }

    @Override
    public void onClose(Status end, Metadata trailers) {
        status.complete(end);
    }
}
