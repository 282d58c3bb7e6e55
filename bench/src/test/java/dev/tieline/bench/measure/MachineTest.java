package dev.tieline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path folder;

    @Test
    void shouldTellWhereItIs() {
        var machine = Machine.here();

        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryBytes()).isPositive();
        assertThat(machine.cpu()).isNotBlank();
        assertThat(machine.jdk()).startsWith(System.getProperty("java.version"));
        assertThat(machine.os()).contains(System.getProperty("os.arch"));
    }

    @Test
    void shouldReadTheProcessorsNameWhereLinuxTellsIt() throws IOException {
        var file = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel\t\t: 17\nmodel name\t: Some Chip 9000\nprocessor\t: 1\nmodel name\t: Other\n");

        assertThat(Machine.modelName(file)).contains("Some Chip 9000");
    }

    @Test
    void shouldDoWithoutTheNameWhereItIsNotTold() throws IOException {
        var file = Files.writeString(folder.resolve("cpuinfo"), "Hardware\t: board\nmodel name\t:\n");

        assertThat(Machine.modelName(file)).isEmpty();
        assertThat(Machine.modelName(folder.resolve("absent"))).isEmpty();
    }

    @Test
    void shouldCountTheProcessorTimeOfThisProcessAndOfOthers() {
        var alone = new CpuClock(List.of());
        var both = new CpuClock(List.of(ProcessHandle.current()));

        assertThat(alone.nanos()).isPositive();
        assertThat(both.nanos()).isGreaterThan(alone.nanos());
    }
}
