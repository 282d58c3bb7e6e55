package dev.tieline.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path logs;

    @Test
    void shouldFindWhatAReadyLineTells() throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("sample", "line"));

            var port = child.await(Readiness.line("ready on port (\\d+)"), DEADLINE);

            assertThat(port).isEqualTo("4711");
            assertThat(child.log())
                    .isEqualTo(logs.resolve("sample.log"))
                    .content()
                    .contains("sample ready on port 4711");
        }
    }

    @Test
    void shouldWaitForAnHttpAnswer() throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var port = FreePorts.find(1).getFirst();
            var address = URI.create("http://127.0.0.1:" + port + "/ready");
            var child = fleet.start(SampleProgram.spec("server", "http", port.toString()));

            var found = child.await(Readiness.http(address), DEADLINE);

            assertThat(found).isEqualTo(address.toString());
        }
    }

    @Test
    void shouldHandTheEnvironmentDown() throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("sample", "variable", "FLEET_TEST")
                    .withEnvironment("FLEET_TEST", "some purpose"));

            assertThat(child.await(Readiness.line("ready on (.*)"), DEADLINE)).isEqualTo("some purpose");
        }
    }

    @Test
    void shouldTellTheLastLinesOfAChildThatEndsBeforeItIsReady() {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("mortal", "die"));

            assertThatThrownBy(() -> child.await(Readiness.line("ready"), DEADLINE))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("mortal ended with code 3 before it was ready (a line like 'ready')")
                    .hasMessageContaining(logs.resolve("mortal.log").toString())
                    .hasMessageEndingWith("cannot find my keys");
        }
    }

    @Test
    void shouldTellTheLastLinesOfAChildThatIsNotReadyInTime() {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("slow", "silent"));

            assertThatThrownBy(() -> child.await(Readiness.line("never printed"), Duration.ZERO))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("slow was not ready (a line like 'never printed') within 0 s");
            assertThat(child.alive()).isTrue();
        }
    }

    @Test
    void shouldNameAProgramThatCannotBeStarted() {
        try (var fleet = new Fleet(logs, GRACE)) {
            var spec = new ChildSpec(
                    "ghost", java.util.List.of(logs.resolve("no-such-program").toString()), java.util.Map.of());

            assertThatThrownBy(() -> fleet.start(spec))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("ghost cannot be started")
                    .hasMessageContaining("no-such-program");
        }
    }

    @Test
    void shouldEndEveryChildWhenClosed() throws Exception {
        var fleet = new Fleet(logs, GRACE);
        var first = fleet.start(SampleProgram.spec("first", "line"));
        var second = fleet.start(SampleProgram.spec("second", "line"));
        var unused = first.await(Readiness.line("ready"), DEADLINE);

        fleet.close();

        assertThat(first.alive()).isFalse();
        assertThat(second.alive()).isFalse();
    }

    @Test
    void shouldEndAChildThatDoesNotWantTo() throws Exception {
        var fleet = new Fleet(logs, Duration.ofMillis(100));
        var child = fleet.start(SampleProgram.spec("stubborn", "stubborn"));
        var unused = child.await(Readiness.line("ready"), DEADLINE);

        fleet.close();

        assertThat(child.alive()).isFalse();
    }

    @Test
    void shouldTellTheExitCodeOfAChildThatEndsByItself() throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("mortal", "die"));

            assertThat(child.awaitEnd(DEADLINE)).isEqualTo(3);
        }
    }

    @Test
    void shouldAskAChildToEndAndTellTheSignal() throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("polite", "line"));
            var unused = child.await(Readiness.line("ready"), DEADLINE);

            child.terminate();

            assertThat(child.awaitEnd(DEADLINE)).isEqualTo(128 + 15);
        }
    }

    @Test
    void shouldKillAChildThatWouldNotEndWhenAsked() throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("stubborn", "stubborn"));
            var unused = child.await(Readiness.line("ready"), DEADLINE);

            child.kill();

            assertThat(child.awaitEnd(Duration.ZERO)).isEqualTo(128 + 9);
        }
    }

    @Test
    void shouldSayThatAChildDidNotEndInTime() {
        try (var fleet = new Fleet(logs, GRACE)) {
            var child = fleet.start(SampleProgram.spec("slow", "silent"));

            assertThatThrownBy(() -> child.awaitEnd(Duration.ZERO))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("slow did not end within 0 s");
        }
    }

    @Test
    void shouldStartNothingOnceClosed() {
        var fleet = new Fleet(logs, GRACE);
        fleet.close();

        assertThatThrownBy(() -> fleet.start(SampleProgram.spec("late", "line")))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("late is not started: everything is being stopped");
        assertThat(logs).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNoChildBehindWhenItsOwnProcessIsStopped() throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var supervisor = fleet.start(SampleProgram.spec("supervisor", "supervisor", logs.toString(), "line"));
            var pid = Long.parseLong(supervisor.await(Readiness.line("grandchild (\\d+)"), DEADLINE));
            var grandchild = ProcessHandle.of(pid).orElseThrow();

            supervisor.handle().destroy(); // SIGTERM; Ctrl-C takes the same way through the JVM

            var ended = grandchild.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended.isAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "stubborn"})
    void shouldLeaveNoChildBehindWhenItsOwnProcessIsKilled(String behaviour) throws Exception {
        try (var fleet = new Fleet(logs, GRACE)) {
            var supervisor = fleet.start(SampleProgram.spec("supervisor", "supervisor", logs.toString(), behaviour));
            var pid = Long.parseLong(supervisor.await(Readiness.line("grandchild (\\d+)"), DEADLINE));
            var grandchild = ProcessHandle.of(pid).orElseThrow();

            supervisor.kill();

            var ended = grandchild.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended.isAlive()).isFalse();
        }
    }

    @Test
    void shouldFindDifferentPorts() {
        assertThat(new HashSet<>(FreePorts.find(20))).hasSize(20);
    }

    @Test
    void shouldRefuseANameThatIsNoFileName() {
        assertThatThrownBy(() -> new ChildSpec("../x", java.util.List.of("true"), java.util.Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../x'");
    }
}
