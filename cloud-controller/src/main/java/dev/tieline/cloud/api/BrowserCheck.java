package dev.tieline.cloud.api;

import dev.tieline.devices.web.BrowserRule;
import dev.tieline.devices.web.HostNames;
import dev.tieline.devices.web.RequestHead;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Refuses what a page of somebody else asks, in a browser of the controller's machine. */
final class BrowserCheck {
    /** What monitoring reads: it knows the controller by whatever name. */
    private static final List<String> OPEN = List.of("/metrics", "/q/health");

    private final BrowserRule rule;

    /** @param names the names that the controller is reached by */
    BrowserCheck(HostNames names) {
        this.rule = new BrowserRule(names, OPEN);
    }

    /** Lets a request on, or refuses it. */
    void check(RoutingContext context) {
        RequestHead head;
        try {
            head = head(context);
        } catch (IllegalArgumentException e) {
            context.fail(400, e); // a path that is no URI
            return;
        }
        rule.refusal(head).ifPresentOrElse(sentence -> Answers.error(context, 403, sentence), context::next);
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
