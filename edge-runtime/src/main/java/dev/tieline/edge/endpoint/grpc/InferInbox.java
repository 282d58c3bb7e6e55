package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import org.jspecify.annotations.Nullable;

/** {@code ModelInfer}: one question, which has its place in the node before its message is read. */
final class InferInbox implements Inbox, FrontDoor.Answering {
    private final Inference inference;
    private final Exchange exchange;
    private final long openedNanos;
    private @Nullable Visit visit;
    private @Nullable MessageFrame question;

    InferInbox(Inference inference, Exchange exchange) {
        this.inference = inference;
        this.exchange = exchange;
        this.openedNanos = inference.now();
        this.visit = inference.door().enter(Protocol.GRPC).orElse(null);
        if (visit == null) {
            exchange.fail(inference.door().full());
        } else {
            visit.arriving(exchange::displaced);
        }
    }

    @Override
    public boolean grows(int bytes) {
        if (visit != null) {
            visit.hold(bytes);
        }
        return true;
    }

    @Override
    public void message(MessageFrame frame) {
        if (question != null) {
            throw new InvalidRequest("ModelInfer takes one message, and more than one came.").asException();
        }
        question = frame;
    }

    @Override
    public void ended() {
        if (question == null || visit == null) {
            throw new InvalidRequest("ModelInfer takes one message, and none came.").asException();
        }
        if (!visit.arrived()) {
            return; // it is told in a moment that it has lost its place
        }
        inference.serve(exchange, openedNanos, question, visit, known -> {}, this);
        question = null;
    }

    @Override
    public void over(boolean answered) {
        if (visit == null) {
            return;
        }
        if (answered) {
            visit.answered();
        } else {
            visit.abandoned();
        }
    }

    @Override
    public void answered(InferenceRequest request, InferenceResponse response) {
        var answer = InferWriter.write(request, response);
        if (visit != null) {
            visit.holdOnly(answer.getSerializedSize());
        }
        var message = answer.toByteArray();
        exchange.run(() -> {
            exchange.answer(message);
            if (visit != null) {
                visit.leaving(message.length, exchange::giveUp);
            }
        });
    }

    @Override
    public void failed(InferenceError error) {
        exchange.run(() -> exchange.fail(error));
    }
}
