package dev.tieline.edge.endpoint.http;

import dev.tieline.devices.web.RequestHead;
import dev.tieline.edge.endpoint.HeadRules;
import dev.tieline.edge.endpoint.HeadRules.Refusal;
import io.vertx.ext.web.RoutingContext;

/** Holds the head of a request against the rules for all of them. */
final class HeadCheck {
    private final HeadRules rules;
    private final Answers answers;

    HeadCheck(HeadRules rules, Answers answers) {
        this.rules = rules;
        this.answers = answers;
    }

    /** Lets a request on, or refuses it. */
    void check(RoutingContext context) {
        var request = context.request();
        RequestHead head;
        try {
            head = head(context);
        } catch (IllegalArgumentException e) {
            context.fail(400, e); // a path that is no URI
            return;
        }
        rules.refusal(head, request.uri(), request.headers())
                .ifPresentOrElse(refusal -> answers.error(context, failure(refusal), refusal.message()), context::next);
    }

    private static HttpFailure failure(Refusal refusal) {
        return switch (refusal) {
            case Refusal.UriTooLong uri -> HttpFailure.URI_TOO_LONG;
            case Refusal.HeadersTooLarge headers -> HttpFailure.HEADERS_TOO_LARGE;
            case Refusal.ForbiddenOrigin origin -> HttpFailure.FORBIDDEN_ORIGIN;
        };
    }

    private static RequestHead head(RoutingContext context) {
        var request = context.request();
        var authority = request.authority();
        return new RequestHead(
                request.method().name(),
                context.normalizedPath(), // the one that decides what is asked
                String.valueOf(request.scheme()),
                authority == null ? request.getHeader("host") : authority.toString(),
                request::getHeader);
    }
}
