package dev.tieline.e2e;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.process.Child;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A node of the packaged program, which can be started again after it ended. */
public final class Node {
    private final Workplace place;
    private final NodeAddress address;
    private final List<String> settings;
    private final List<String> options;
    private final int port;
    private Path home;
    private int starts;
    private UnaryOperator<ChildSpec> world = UnaryOperator.identity();
    private @Nullable Child process;

    /**
     * A node that is not started.
     *
     * @param options of the command line, beside those that say who and where it is
     */
    Node(Workplace place, String address, String... options) {
        this(place, address, List.of(), options);
    }

    /**
     * A node that is not started.
     *
     * @param settings system properties, as {@code key=value}
     * @param options of the command line, beside those that say who and where it is; {@code {home}} stands for its home
     */
    public Node(Workplace place, String address, List<String> settings, String... options) {
        this.place = place;
        this.address = NodeAddress.of(address);
        this.settings = List.copyOf(settings);
        this.options = List.of(options);
        this.port = FreePorts.find(1).getFirst();
        this.home = place.folder().resolve(this.address.node().value());
    }

    /** Gives it an empty home from its next start on. */
    public void forgetEverything() {
        home = place.folder().resolve(address.node() + "-" + (starts + 1));
    }

    /** Has it started in another way from its next start on, such as on a disk that is too small. */
    public Node within(UnaryOperator<ChildSpec> other) {
        world = other;
        return this;
    }

    public NodeAddress address() {
        return address;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public Caller caller() {
        return new Caller(endpoint());
    }

    /** Starts it and returns at once. */
    public Node launch() {
        var arguments = new ArrayList<>(List.of(
                "--port=" + port,
                "--tenant=" + Federation.TENANT,
                "--site=" + address.site(),
                "--node=" + address.node(),
                "--home=" + home));
        options.forEach(option -> arguments.add(option.replace("{home}", home.toString())));
        var program = program(place, address.node() + "-" + ++starts, settings, arguments);
        process = place.fleet().start(world.apply(program));
        return this;
    }

    /** Waits until it says that it is ready. */
    public Node awaitReady() throws InterruptedException {
        var unused = process().await(Readiness.http(endpoint().resolve("/v2/health/ready")), Eventually.PATIENCE);
        return this;
    }

    /** Waits until it has said something. */
    void awaitLine(String pattern) throws InterruptedException {
        var unused = process().await(Readiness.line(pattern), Eventually.PATIENCE);
    }

    public Child process() {
        if (process == null) {
            throw new IllegalStateException(address + " was not started");
        }
        return process;
    }

    public boolean alive() {
        return process != null && process.alive();
    }

    /**
     * How to run the packaged program with these arguments.
     *
     * @param settings system properties, as {@code key=value}
     */
    static ChildSpec program(Workplace place, String name, List<String> settings, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // They live for seconds, several at a time: a fast start is worth more here than a fast end.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        settings.forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of("-jar", Workplace.NODE.toString()));
        for (var folder : List.of("--catalog=" + place.catalog(), "--store=" + place.store())) {
            var option = folder.substring(0, folder.indexOf('=') + 1);
            if (arguments.stream().noneMatch(argument -> argument.startsWith(option))) {
                command.add(folder);
            }
        }
        command.addAll(arguments);
        // As under ./tieline, which sets these three; none of them is a setting of the node.
        return new ChildSpec(
                name,
                command,
                Map.of(
                        "TIELINE_HOME", place.folder().toString(),
                        "TIELINE_ROOT", place.folder().toString(),
                        "TIELINE_CATALOG", place.catalog().toString()));
    }
}
