package dev.tieline.launcher.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.NodeAddress;
import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.FreePorts;
import dev.tieline.launcher.process.Readiness;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FederationTest {
    private static final NodeAddress BERLIN = NodeAddress.of("berlin/gw-1");
    private static final NodeAddress LYON = NodeAddress.of("lyon/lyon-1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    /** A broker that is none: it says where it would listen, and sleeps. */
    private record SleepingBroker(String script) implements BrokerProgram {
        @Override
        public ChildSpec spec(int port, Path home) {
            return new ChildSpec("broker", List.of("/bin/sh", "-c", script.replace("PORT", "" + port)), Map.of());
        }

        @Override
        public Readiness ready() {
            return Readiness.line("ready on (\\d+)");
        }
    }

    @Test
    void shouldGiveEveryMemberAnAddressOfItsOwn() {
        try (var federation = federation(plan(0))) {
            assertThat(List.of(
                            federation.broker().address().getPort(),
                            federation.controller().address().getPort(),
                            federation.node(BERLIN).address().getPort(),
                            federation.node(LYON).address().getPort()))
                    .doesNotHaveDuplicates()
                    .allMatch(port -> port > 0);
            assertThat(federation.nodes()).containsExactly(BERLIN, LYON);
            assertThat(federation.broker().address().getScheme()).isEqualTo("mqtt");
        }
    }

    @Test
    void shouldGiveANodeThePortItWantsIfThatIsFree() {
        int wanted = FreePorts.find(1).getFirst();

        try (var federation = federation(plan(wanted))) {
            assertThat(federation.node(BERLIN).address().getPort()).isEqualTo(wanted);
        }
    }

    @Test
    void shouldGiveANodeAnotherPortThanOneThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var federation = federation(plan(taken.getLocalPort()))) {
            assertThat(federation.node(BERLIN).address().getPort()).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void shouldTellWhichMemberDoesNotComeUpAndLeaveNothingBehind() throws Exception {
        var told = new ArrayList<String>();
        var federation = federation(plan(0));

        // There are no programs in this root, so the controller ends at once.
        assertThatThrownBy(() -> federation.start(member -> told.add(member.name())))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("controller");

        federation.close();
        assertThat(told).containsExactly("broker");
        assertThat(federation.broker().alive()).isFalse();
        assertThat(federation.broker().output())
                .containsExactly("ready on " + federation.broker().address().getPort());
    }

    @Test
    void shouldSayThatThereIsNoSuchNode() {
        try (var federation = federation(plan(0))) {
            assertThatThrownBy(() -> federation.node(NodeAddress.of("paris/p-1")))
                    .hasMessageContaining("no node paris/p-1")
                    .hasMessageContaining("lyon/lyon-1");
        }
    }

    @Test
    void shouldRefuseAPlanThatIsNone() {
        var broker = new SleepingBroker("");
        var node = new NodePlan(LYON, 0, List.of());

        assertThatThrownBy(() -> new FederationPlan("acme", broker, List.of()))
                .hasMessageContaining("at least one node");
        assertThatThrownBy(() -> new FederationPlan("acme", broker, List.of(node, node)))
                .hasMessage("the node lyon/lyon-1 stands twice in a federation");
    }

    private Federation federation(FederationPlan plan) {
        return new Federation(plan, home.resolve("root"), home);
    }

    private static FederationPlan plan(int wanted) {
        return new FederationPlan(
                "acme",
                new SleepingBroker("echo ready on PORT; exec sleep 600"),
                List.of(new NodePlan(BERLIN, wanted, List.of("--slots", "1")), new NodePlan(LYON, 0, List.of())));
    }
}
