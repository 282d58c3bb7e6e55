package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.endpoint.CallReader;
import dev.tieline.edge.endpoint.FrontDoor;
import dev.tieline.edge.endpoint.Protocol;
import dev.tieline.edge.endpoint.Statement;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.oip.OipCodec;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST .../infer}: through the front door, then decoded and served on a thread of its own.
 *
 * <p>A caller that {@linkplain Preferences#respondAsync would rather not wait} hears where to fetch the answer as soon as
 * its request has been read; from then on its connection has nothing more to do with the call.
 */
final class Inference {
    private final OipCodec codec;
    private final Answers answers;
    private final FrontDoor door;
    private final RequestBody body;
    private final AsyncResults results;

    Inference(OipCodec codec, Answers answers, FrontDoor door, RequestBody body, AsyncResults results) {
        this.codec = codec;
        this.answers = answers;
        this.door = door;
        this.body = body;
        this.results = results;
    }

    /** Adds the path below that of a model. */
    void mount(Router router, String model) {
        var infer = Resource.at(router, answers, model + "/infer");
        infer.on(HttpMethod.POST).handler(this::enter);
        infer.on(HttpMethod.POST).handler(this::infer);
        infer.close();
    }

    /** On the event loop, when the head of the request is there and its body may still be on the way. */
    private void enter(RoutingContext context) {
        body.takeWithin(door.enter(Protocol.HTTP), door::full, context);
    }

    private void infer(RoutingContext context) {
        answers.guarded(context, () -> {
            var exchange = Exchange.of(context);
            var prefer = context.request().headers().getAll("Prefer");
            var path = ModelPaths.path(context);
            if (Preferences.respondAsync(prefer)) {
                var later = new Later(context, exchange);
                door.serve(exchange.visit(), path, later::read, later);
            } else {
                door.serve(exchange.visit(), path, (calls, arrived) -> read(context, calls, arrived), now(context));
            }
        });
    }

    private InferenceCall read(RoutingContext context, CallReader calls, long arrivedNanos) {
        var headers = context.request().headers();
        var visit = Exchange.of(context).visit();
        var bytes = body.bytes(context, visit::hold);
        var request = calls.decode(
                ModelPaths.path(context), bytes, Single.header(headers, CallReader.HEADER_LENGTH), visit::hold);
        return calls.call(request, Statement.read(headers::getAll), arrivedNanos);
    }

    private FrontDoor.Answering now(RoutingContext context) {
        return new FrontDoor.Answering() {
            @Override
            public void answered(InferenceRequest request, InferenceResponse response) {
                var answer = codec.encodeResponse(request, response);
                Exchange.of(context).visit().holdOnly(answer.size());
                answers.inference(context, answer);
            }

            @Override
            public void failed(InferenceError error) {
                answers.error(context, error);
            }
        };
    }

    /** Holds on to the results alone: the request would else stay, body and all, as long as its result may. */
    private static void expireLater(Vertx vertx, AsyncResults results) {
        vertx.setTimer(results.age().toMillis(), elapsed -> results.expire());
    }

    /** The answer to a caller that fetches it later. What is wrong with its request it is told at once. */
    private final class Later implements FrontDoor.Answering {
        private final RoutingContext context;
        private final Exchange exchange;
        private final AsyncResults.Place place;
        private boolean accepted;

        Later(RoutingContext context, Exchange exchange) {
            this.context = context;
            this.exchange = exchange;
            this.place = results.open(exchange.visit()::abandoned);
            exchange.onGone(place::forget);
        }

        InferenceCall read(CallReader calls, long arrivedNanos) {
            var call = Inference.this.read(context, calls, arrivedNanos);
            accepted = true;
            exchange.detach();
            ResultPaths.accepted(context, answers, place);
            return call;
        }

        @Override
        public void answered(InferenceRequest request, InferenceResponse response) {
            end(new AsyncResults.Ending.Answer(codec.encodeResponse(request, response)));
        }

        @Override
        public void failed(InferenceError error) {
            if (accepted) {
                end(new AsyncResults.Ending.Failure(error, exchange.visit().traceparent()));
            } else {
                place.forget();
                answers.error(context, error);
            }
        }

        private void end(AsyncResults.Ending ending) {
            place.end(ending).ifPresent(instead -> exchange.visit().failed(instead.code()));
            exchange.visit().answered();
            expireLater(context.vertx(), results);
        }
    }
}
