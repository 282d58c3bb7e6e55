package dev.tieline.devices.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Mosquitto broker of the tests' own: a process on a free loopback port, without persistence, ended with the test.
 * Fails, and says what to install, where there is no such program.
 */
public final class MosquittoProcess implements AutoCloseable {
    private static final List<String> USUAL_FOLDERS =
            List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/opt/homebrew/bin", "/usr/bin");

    private static final List<String> PLUGIN_FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib",
            "/usr/lib64",
            "/usr/local/lib",
            "/opt/homebrew/lib");

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private MosquittoProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** A broker that anyone may use. */
    public static MosquittoProcess start() {
        return start("allow_anonymous true");
    }

    /** A broker with lines of configuration of its own, after the common ones. */
    public static MosquittoProcess start(String... configuration) {
        var broker = prepare(FreePort.find(), configuration);
        broker.restart();
        return broker;
    }

    /** A broker that is not started yet, on a port that its users may know already. */
    public static MosquittoProcess prepare(int port, String... configuration) {
        try {
            var folder = Files.createTempDirectory("tieline-mosquitto-");
            var lines = new ArrayList<>(List.of(
                    "user root", // as root it would become a user who cannot read this folder; otherwise without effect
                    "listener " + port + " 127.0.0.1",
                    "set_tcp_nodelay true",
                    "persistence false",
                    "log_dest stderr"));
            lines.addAll(Arrays.asList(configuration));
            Files.write(folder.resolve("mosquitto.conf"), lines);
            return new MosquittoProcess(folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of Mosquitto", e);
        }
    }

    /**
     * A broker that refuses everyone to publish to a topic, and to subscribe to it. (An {@code acl_file} would let
     * subscriptions through and withhold the messages.)
     */
    public static MosquittoProcess startClosing(String topic) {
        var rule = "{\"acltype\": \"%s\", \"topic\": \"" + topic + "\", \"allow\": false}";
        var rules = """
                {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true,
                    "subscribe": true, "unsubscribe": true},
                  "roles": [{"rolename": "guest", "acls": [%s, %s]}],
                  "groups": [{"groupname": "guests", "roles": [{"rolename": "guest"}]}],
                  "anonymousGroup": "guests"}
                """.formatted(rule.formatted("publishClientSend"), rule.formatted("subscribeLiteral"));
        var broker = prepare(FreePort.find(), "allow_anonymous true");
        try {
            var file = Files.writeString(broker.folder.resolve("security.json"), rules);
            var lines = List.of("plugin " + securityPlugin(), "plugin_opt_config_file " + file);
            Files.write(broker.folder.resolve("mosquitto.conf"), lines, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of Mosquitto", e);
        }
        broker.restart();
        return broker;
    }

    public int port() {
        return port;
    }

    /** The address for clients. */
    public URI uri() {
        return URI.create("mqtt://127.0.0.1:" + port);
    }

    /** Starts the broker, or a new one on the same port after {@link #kill()}; returns when it accepts connections. */
    public void restart() {
        try {
            var started = new ProcessBuilder(
                            binary().toString(),
                            "-c",
                            folder.resolve("mosquitto.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            process = started;
            Eventually.until("Mosquitto accepts connections on port " + port + ":\n" + logText(), () -> {
                if (!started.isAlive()) {
                    throw new AssertionError("Mosquitto ended with status " + started.exitValue() + ":\n" + logText());
                }
                return accepts();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Mosquitto", e);
        }
    }

    /** Ends the broker at once, without a word to anyone. */
    public void kill() {
        end(true);
    }

    @Override
    public void close() {
        end(false);
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    private void end(boolean forcibly) {
        var running = process;
        if (running == null) {
            return;
        }
        try {
            if (forcibly) {
                running.destroyForcibly();
            } else {
                running.destroy();
            }
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepts() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return folder.resolve("mosquitto.log");
    }

    private String logText() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            return "(its log cannot be read: " + e.getMessage() + ")";
        }
    }

    private static Path securityPlugin() {
        return PLUGIN_FOLDERS.stream()
                .map(name -> Path.of(name, "mosquitto_dynamic_security.so"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("These tests need mosquitto_dynamic_security.so, which comes with"
                        + " mosquitto 2, and it is in none of " + PLUGIN_FOLDERS));
    }

    private static Path binary() {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), USUAL_FOLDERS.stream())
                .filter(name -> !name.isEmpty())
                .map(name -> Path.of(name, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("These tests need the program mosquitto, version 2 or newer, and"
                        + " it is not on the path. Maybe install it: apt-get install mosquitto, or brew install"
                        + " mosquitto"));
    }
}
