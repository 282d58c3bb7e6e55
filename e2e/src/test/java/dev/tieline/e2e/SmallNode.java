package dev.tieline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.process.ChildSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node with little memory, which ends on the first error of memory, so that whatever can grow ends it. */
final class SmallNode {
    private static final int HEAP_MIB = 256;
    /** Beside the heap: as much of direct buffers at most, and what a node takes that does nothing, and some room. */
    private static final int RESIDENT_MIB = 2 * HEAP_MIB + 300;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Node node;

    private SmallNode(Node node) {
        this.node = node;
    }

    /**
     * Starts one that serves {@code simple}.
     *
     * @param settings system properties, as {@code key=value}
     */
    static SmallNode start(Workplace place, List<String> settings, String... options) throws Exception {
        var all = new ArrayList<>(List.of(options));
        all.add("--models=simple");
        var node = new Node(place, "clinic-berlin/gw-1", settings, all.toArray(String[]::new)).within(SmallNode::small);
        node.launch().awaitReady();
        return new SmallNode(node);
    }

    Node node() {
        return node;
    }

    URI endpoint() {
        return node.endpoint();
    }

    /** What it is like when all who meant no good have gone; those who meant well were never left alone. */
    void assertAsBefore(GoodCaller good) throws Exception {
        assertThat(node.alive()).isTrue();
        good.awaitServed(3);
        assertThat(good.dismiss())
                .allSatisfy(answer -> assertThat(GoodCaller.isRight(answer) || answer.status() == 503)
                        .as("right, or told to come again: %s", answer)
                        .isTrue());
        var unused = Eventually.find(
                "the node to be empty",
                () -> metric("tieline_requests_inside ") == 0 && metric("tieline_connections ") < 10
                        ? Optional.of("")
                        : Optional.empty());
        assertThat(metric("tieline_requests_bytes ")).isZero();
        assertThat(node.alive()).isTrue();
        assertThat(residentMib()).isLessThan(RESIDENT_MIB);
    }

    /** The first value on the page of metrics in a line that begins so. */
    double metric(String beginning) throws IOException, InterruptedException {
        var page = CLIENT.send(
                HttpRequest.newBuilder(URI.create(node.endpoint() + "/metrics")).build(), BodyHandlers.ofString());
        return page.body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + beginning));
    }

    private static ChildSpec small(ChildSpec spec) {
        var command = new ArrayList<>(spec.command());
        command.addAll(1, List.of("-Xmx" + HEAP_MIB + "m", "-XX:+ExitOnOutOfMemoryError"));
        return new ChildSpec(spec.name(), command, spec.environment());
    }

    /** The most memory that the node has had, in MiB. */
    private long residentMib() throws IOException {
        var status = Path.of("/proc", String.valueOf(node.process().handle().pid()), "status");
        if (Files.notExists(status)) {
            return 0; // a platform that does not tell; the heap is bounded there, too
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
