package dev.tieline.launcher.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What tells that a child process is ready for use. */
public sealed interface Readiness {

    /** What was found, if the child is ready. */
    Optional<String> check(Child child) throws InterruptedException;

    /** How a message says what was waited for. */
    String describe();

    /** A line of the child's output matches; found is the pattern's first group. */
    static Readiness line(String pattern) {
        return new Line(Pattern.compile(pattern));
    }

    /** A GET of the address answers 200; found is the address. */
    static Readiness http(URI address) {
        return new Http(address, HttpClient.newHttpClient());
    }

    /**
     * A line of the output.
     *
     * @param pattern what to find in a line of the output; found is its first group, or all that matched
     */
    record Line(Pattern pattern) implements Readiness {
        @Override
        public Optional<String> check(Child child) {
            return child.output().stream()
                    .map(pattern::matcher)
                    .filter(matcher -> matcher.find())
                    .map(matcher -> matcher.groupCount() > 0 ? matcher.group(1) : matcher.group())
                    .findFirst();
        }

        @Override
        public String describe() {
            return "a line like '" + pattern + "'";
        }
    }

    /**
     * The answer 200 of a server.
     *
     * @param address what to GET
     * @param client what asks
     */
    record Http(URI address, HttpClient client) implements Readiness {
        private static final Duration PATIENCE = Duration.ofSeconds(2);

        @Override
        public Optional<String> check(Child child) throws InterruptedException {
            var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            try {
                var status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                return status == 200 ? Optional.of(address.toString()) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty(); // not listening yet
            }
        }

        @Override
        public String describe() {
            return "200 from " + address;
        }
    }
}
