package dev.tieline.launcher.process;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Programs to supervise: each {@code main} argument names a behaviour. */
final class SampleProgram {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private SampleProgram() {}

    public static void main(String... arguments) throws Exception {
        switch (arguments[0]) {
            case "line" -> System.out.println("sample ready on port 4711");
            case "silent" -> System.out.println("still thinking");
            case "variable" -> System.out.println("sample ready on " + System.getenv(arguments[1]));
            case "die" -> {
                System.err.println("cannot find my keys");
                System.exit(3);
            }
            case "http" -> serve(Integer.parseInt(arguments[1]));
            case "stubborn" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(SampleProgram::waitForEver));
                System.out.println("sample ready on purpose");
            }
            case "supervisor" -> supervise(Path.of(arguments[1]), arguments[2]);
            default -> throw new IllegalArgumentException("no behaviour " + arguments[0]);
        }
        waitForEver();
    }

    /** How to start this program with these arguments. */
    static ChildSpec spec(String name, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new java.util.ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                SampleProgram.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ChildSpec(name, command, Map.of());
    }

    private static void serve(int port) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    private static void supervise(Path logs, String behaviour) throws Exception {
        @SuppressWarnings("resource") // what closes it is the end of this JVM
        var fleet = new Fleet(logs, Duration.ofSeconds(2));
        var child = fleet.start(spec("grandchild", behaviour));
        var unused = child.await(Readiness.line("ready"), Duration.ofSeconds(30));
        System.out.println("grandchild " + child.handle().pid());
    }

    private static void waitForEver() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
