package dev.tieline.launcher.infer;

import dev.tieline.client.ConnectionException;
import dev.tieline.client.RefusedException;
import dev.tieline.client.TielineException;
import java.net.URI;

/** Why a node gave no answer, as one sentence for people, with advice where there is some. */
final class Refusals {
    private static final int DEFAULT_PORT = 8000;

    private Refusals() {}

    static String sentence(TielineException failure, URI node, String model) {
        return switch (failure) {
            case RefusedException refused -> sentence(refused, model);
            case ConnectionException connection
            when !connection.connected() ->
                connection.getMessage() + ". Maybe start one: ./tieline node --local --port "
                        + (node.getPort() < 0 ? DEFAULT_PORT : node.getPort()) + " --models " + model;
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static String sentence(RefusedException refused, String model) {
        var told = refused.getMessage() + " (" + (refused.code().isEmpty() ? "" : refused.code() + ", ") + "HTTP "
                + refused.status().orElseThrow() + ")"
                + refused.rule().map(rule -> "; the rule is '" + rule + "'").orElse("");
        return switch (refused.code()) {
            case "overloaded", "warming" ->
                told + ". Maybe try again"
                        + refused.retryAfter()
                                .map(wait -> " in " + wait.toMillis() + " ms")
                                .orElse("");
            case "unknown_model" -> told + ". Maybe start the node with --models " + model;
            default -> told;
        };
    }
}
