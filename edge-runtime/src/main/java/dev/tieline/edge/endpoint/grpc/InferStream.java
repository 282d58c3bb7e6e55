package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.endpoint.ErrorTable;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.Visit;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.InferParameter;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelInferResponse;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference.ModelStreamInferResponse;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code ModelStreamInfer}: each message is a call of its own through the front door, and they run beside each other. The
 * answers leave in the order of the questions, on which clients of streams rely; an error is an answer too, and the stream
 * goes on.
 *
 * <p>At most {@value #MAX_OPEN} questions of a stream have no answer that has left. What comes beyond is not read until
 * one has, so that the caller is slowed and not refused.
 */
final class InferStream implements Inbox, Drainable {
    /** How many questions of one stream may be open. */
    static final int MAX_OPEN = 16;

    private final Inference inference;
    private final Exchange exchange;
    private final long openedNanos;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private int open;
    private boolean allCame;
    private boolean draining;
    private @Nullable Visit entered;
    private @Nullable InferenceError refusal;

    InferStream(Inference inference, Exchange exchange) {
        this.inference = inference;
        this.exchange = exchange;
        this.openedNanos = inference.now();
    }

    @Override
    public boolean wants() {
        return open < MAX_OPEN && !draining;
    }

    @Override
    public boolean begun() {
        entered = inference.door().enter(Protocol.GRPC).orElse(null);
        if (entered == null) {
            refusal = inference.door().full();
            return false;
        }
        entered.arriving(exchange::displaced);
        return true;
    }

    @Override
    public boolean grows(int bytes) {
        if (entered == null) {
            return false;
        }
        try {
            entered.hold(bytes);
            return true;
        } catch (InferenceException e) {
            refusal = e.error();
            entered.failed(e.error().code());
            entered.answered();
            entered = null;
            return false;
        }
    }

    @Override
    public void message(MessageFrame frame) {
        var turn = new Turn(entered);
        entered = null;
        var refused = refusal;
        refusal = null;
        turns.add(turn);
        open++;
        turn.ask(frame, refused);
    }

    @Override
    public void ended() {
        allCame = true;
        endIfDone();
    }

    @Override
    public void over(boolean answered) {
        leave(entered);
        turns.forEach(turn -> leave(turn.visit));
        turns.clear();
    }

    /** Answers what it has taken and takes no more. */
    @Override
    public void drain() {
        exchange.run(() -> {
            draining = true;
            endIfDone();
        });
    }

    /** Sends the answers whose turn it is. */
    private void sendOn() {
        for (var turn = turns.peek(); turn != null && !exchange.isClosed(); turn = turns.peek()) {
            var answer = turn.answer;
            if (answer == null) {
                return;
            }
            var visit = turns.remove().visit;
            if (visit != null) {
                visit.leaving(answer.length, exchange::giveUp);
            }
            exchange.send(answer).onComplete(sent -> exchange.run(() -> left(visit, sent.succeeded())));
        }
    }

    /** An answer has left, or never will. */
    private void left(@Nullable Visit visit, boolean taken) {
        if (taken && visit != null) {
            visit.answered();
        } else {
            leave(visit);
        }
        open--;
        endIfDone();
        exchange.pump();
    }

    private void endIfDone() {
        if (open > 0) {
            return;
        }
        if (allCame) {
            exchange.close(Trailers.OK);
        } else if (draining) {
            leave(entered);
            exchange.close(Trailers.GOING);
        }
    }

    private static void leave(@Nullable Visit visit) {
        if (visit != null) {
            visit.abandoned();
        }
    }

    private static InferParameter text(String value) {
        return InferParameter.newBuilder().setStringParam(value).build();
    }

    /** The place of one question in the order of answers. */
    private final class Turn implements FrontDoor.Answering {
        private final @Nullable Visit visit;
        private final ModelInferResponse.Builder whose = ModelInferResponse.newBuilder();
        private byte @Nullable [] answer;

        Turn(@Nullable Visit visit) {
            this.visit = visit;
        }

        void ask(MessageFrame frame, @Nullable InferenceError refused) {
            if (visit == null) {
                failed(Objects.requireNonNull(refused));
                return;
            }
            if (!visit.arrived()) {
                return; // the stream is told in a moment that it was too slow
            }
            try {
                inference.serve(exchange, openedNanos, frame, visit, this::known, this);
            } catch (InferenceException e) {
                failed(e.error());
            }
        }

        private void known(InferReader.Beginning beginning) {
            whose.setModelName(beginning.path().name().value()).setId(beginning.id());
        }

        @Override
        public void answered(InferenceRequest request, InferenceResponse response) {
            var written = InferWriter.write(request, response);
            if (visit != null) {
                visit.holdOnly(written.getSerializedSize());
            }
            fill(ModelStreamInferResponse.newBuilder().setInferResponse(written));
        }

        @Override
        public void failed(InferenceError error) {
            whose.putParameters("tieline_code", text(error.code()));
            PolicyFacts.of(error)
                    .forEach((name, value) -> whose.putParameters("tieline_" + name.replace('-', '_'), text(value)));
            ErrorTable.retryAfterSeconds(error)
                    .ifPresent(seconds -> whose.putParameters(
                            "tieline_retry_after_s",
                            InferParameter.newBuilder().setInt64Param(seconds).build()));
            fill(ModelStreamInferResponse.newBuilder()
                    .setErrorMessage(error.message())
                    .setInferResponse(whose));
        }

        private void fill(ModelStreamInferResponse.Builder response) {
            var message = response.build().toByteArray();
            exchange.run(() -> {
                answer = message;
                sendOn();
            });
        }
    }
}
