package dev.tieline.edge.node;

import dev.tieline.models.onnx.ModelLoadException;
import dev.tieline.models.store.ModelStoreException;
import dev.tieline.policy.document.DocumentException;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why the node did not start, as one sentence for the person who started it. */
final class StartSentence {
    private static final int MAX_CAUSES = 20;

    private StartSentence() {}

    /** The sentence, or nothing where nobody foresaw the failure and its whole trace should be shown. */
    static Optional<String> of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .flatMap(cause -> foreseen(cause).stream())
                .findFirst();
    }

    private static Optional<String> foreseen(Throwable cause) {
        return switch (cause) {
            case QuarkusBindException taken -> Optional.of(port(taken));
            case ConfigValidationException settings -> Optional.of(settings(settings));
            case StartFailure ours -> message(ours);
            case DocumentException ours -> message(ours);
            case ModelStoreException ours -> message(ours);
            case ModelLoadException ours -> message(ours);
            case UncheckedIOException file -> Optional.of(file.getMessage() + because(file.getCause()));
            case IllegalArgumentException value -> message(value);
            case IllegalStateException state -> message(state);
            default -> Optional.empty();
        };
    }

    private static Optional<String> message(RuntimeException failure) {
        return Optional.ofNullable(failure.getMessage());
    }

    private static String because(@Nullable Throwable cause) {
        return cause == null ? "" : ": " + cause.getMessage();
    }

    private static String port(QuarkusBindException taken) {
        var message = String.valueOf(taken.getMessage());
        var reason = message.substring(message.lastIndexOf(": ") + 1).strip();
        return "Port " + taken.getPort() + " of " + taken.getHost() + " cannot be used: " + reason
                + ". Maybe another program listens there; choose another port with --port.";
    }

    /** The problems without the codes of the library that found them. */
    private static String settings(ConfigValidationException failure) {
        return IntStream.range(0, failure.getProblemCount())
                .mapToObj(problem -> failure.getProblem(problem).getMessage())
                .map(problem -> problem.replaceAll("\\b[A-Z]{4,}\\d{5}: ", ""))
                .collect(Collectors.joining("; ", "The settings are not valid: ", "."));
    }
}
