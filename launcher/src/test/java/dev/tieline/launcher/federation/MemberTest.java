package dev.tieline.launcher.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.process.ChildSpec;
import dev.tieline.launcher.process.Fleet;
import dev.tieline.launcher.process.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTest {
    private static final Readiness READY = Readiness.line("ready as (\\d+)");
    private static final long DEADLINE_SECONDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path logs;

    private Fleet fleet;
    private Member member;

    @BeforeEach
    void start() {
        fleet = new Fleet(logs, Duration.ofSeconds(5));
        member = member("echo ready as $$; exec sleep 600");
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void shouldComeBackAfterItWasKilled() throws Exception {
        var first = member.start().await(READY);
        member.kill();
        var dead = member.alive();

        var second = member.start().awaitReady().await(READY);

        assertThat(dead).isFalse();
        assertThat(member.alive()).isTrue();
        assertThat(second).isNotEqualTo(first);
        assertThat(process(first)).isEmpty();
        assertThat(member.address()).isEqualTo(URI.create("http://127.0.0.1:4711"));
    }

    @Test
    void shouldKeepTheOutputOfEveryStart() throws Exception {
        var first = member.start().await(READY);
        member.kill();

        var second = member.start().await(READY);

        assertThat(member.output()).containsExactly("ready as " + first, "ready as " + second);
        assertThat(logs.resolve("sample.log")).content().contains(first);
        assertThat(logs.resolve("sample-2.log")).content().contains(second);
    }

    @Test
    void shouldEndWhenItIsAskedTo() throws Exception {
        var pid = member.start().await(READY);

        member.stop();

        assertThat(member.alive()).isFalse();
        assertThat(process(pid)).isEmpty();
    }

    @Test
    void shouldHearNothingWhileItStandsStill() throws Exception {
        // It ends in its own way, which takes that it runs.
        var patient = member("trap 'exit 0' TERM; echo ready as $$; while :; do sleep 0.05; done");
        var process = process(patient.start().await(READY)).orElseThrow();
        patient.freeze();
        process.destroy();
        var frozen = patient.alive();

        patient.thaw();

        assertThat(frozen).isTrue();
        assertThat(process.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS).isAlive())
                .isFalse();
    }

    @Test
    void shouldNotRunTwiceAtTheSameTime() throws Exception {
        var unused = member.start().await(READY);

        assertThatThrownBy(member::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sample is started while it runs");
    }

    @Test
    void shouldSayThatItWasNeverStarted() {
        assertThat(member.alive()).isFalse();
        assertThat(member.output()).isEmpty();
        assertThatThrownBy(member::kill).hasMessage("sample was never started");
    }

    @Test
    void shouldTellWhyItDidNotComeUp() {
        var broken = member("echo no such luck; exit 3");

        assertThatThrownBy(() -> broken.start().awaitReady())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("sample ended with code 3")
                .hasMessageEndingWith("no such luck");
    }

    private Member member(String script) {
        var spec = new ChildSpec("sample", List.of("/bin/sh", "-c", script), Map.of());
        return new Member(fleet, spec, URI.create("http://127.0.0.1:4711"), List.of(READY));
    }

    private static Optional<ProcessHandle> process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    }
}
