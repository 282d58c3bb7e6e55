package dev.tieline.launcher.broker;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.console.HelpOption;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tieline broker}: runs the development broker until it is told to stop. */
@Command(name = "broker", description = "Runs an MQTT 5 broker for development: in memory, on loopback, until Ctrl-C.")
public final class BrokerCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "1883",
            description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Loopback address to listen on. Default: ${DEFAULT-VALUE}")
    String host = "127.0.0.1";

    @Option(
            names = "--data",
            defaultValue = "none",
            description = "Where messages are kept over a restart; only 'none' (in memory). Default: ${DEFAULT-VALUE}")
    String data = "none";

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (!data.equals("none")) {
            throw new CommandFailure(
                    "the development broker keeps everything in memory: --data " + data
                            + " is not supported, only --data none. Maybe run Mosquitto where messages must survive a restart.");
        }
        var broker = DevelopmentBroker.start(loopback(host), port);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            broker.close();
                            stopped.countDown();
                        },
                        "broker-stop"));
        var out = spec.commandLine().getOut();
        out.println("MQTT 5 broker ready on " + broker.address());
        out.flush();
        stopped.await();
        return 0;
    }

    private static InetAddress loopback(String host) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new CommandFailure("the host '" + host + "' is not known here. Maybe use --host 127.0.0.1.", e);
        }
        if (!address.isLoopbackAddress()) {
            throw new CommandFailure("the development broker listens on loopback only, and " + host
                    + " is another address: it asks no one for a password, so whoever reaches it could send work as any"
                    + " node. Maybe use --host 127.0.0.1.");
        }
        return address;
    }
}
