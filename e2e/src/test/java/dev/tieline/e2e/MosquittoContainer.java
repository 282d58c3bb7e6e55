package dev.tieline.e2e;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Mosquitto in a container, reached on loopback. {@code e2e/docker/provide-mosquitto} provides its image. */
final class MosquittoContainer implements Broker {
    private static final DockerImageName IMAGE = DockerImageName.parse("eclipse-mosquitto:2.0");
    private static final int INSIDE = 1883;

    private final int port;
    private final GenericContainer<?> container;

    MosquittoContainer(int port) {
        this.port = port;
        this.container = new GenericContainer<>(IMAGE)
                .withCopyToContainer(
                        Transferable.of(Broker.configuration(INSIDE + " 0.0.0.0")), "/mosquitto/config/mosquitto.conf")
                .withExposedPorts(INSIDE)
                .withCreateContainerCmdModifier(
                        command -> loopbackOnly(Objects.requireNonNull(command.getHostConfig())))
                .waitingFor(Wait.forLogMessage(".*mosquitto version .* running.*", 1)
                        .withStartupTimeout(Eventually.PATIENCE));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop(); // kills it, frozen or not, and removes it
    }

    @Override
    public void kill() {
        if (container.isRunning()) {
            engine().killContainerCmd(container.getContainerId()).exec();
            container.stop();
        }
    }

    @Override
    public void freeze() {
        engine().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void thaw() {
        engine().unpauseContainerCmd(container.getContainerId()).exec();
    }

    private DockerClient engine() {
        return container.getDockerClient();
    }

    private void loopbackOnly(HostConfig host) {
        host.withPortBindings(new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), new ExposedPort(INSIDE)));
    }
}
