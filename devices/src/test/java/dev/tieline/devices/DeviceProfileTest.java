package dev.tieline.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceProfileTest {
    private static final String PROFILE = """
            apiVersion: tieline.dev/profile/v1
            name: bench
            hardware: {architecture: aarch64, cores: 6, memory: 8GiB}
            accelerators:
              - {kind: gpu, name: small, memory: 4GiB}
              - {kind: gpu, name: large, memory: 16GiB}
              - {kind: npu, name: shared}
            executionProviders: [cuda, cpu]
            capacity: {runSlots: 2, queue: 0, modelMemory: 512MiB}
            """;

    @Test
    void shouldReadAProfile() {
        var profile = DeviceProfile.read("bench.yaml", PROFILE);

        assertThat(profile.name()).isEqualTo("bench");
        assertThat(profile.hardware()).isEqualTo(new Hardware("aarch64", 6, 8L << 30));
        assertThat(profile.accelerator("gpu")).map(Accelerator::name).contains("large");
        assertThat(profile.accelerator("npu")).contains(new Accelerator("npu", "shared", 0));
        assertThat(profile.accelerator("tpu")).isEmpty();
        assertThat(profile.has("cpu")).isTrue();
        assertThat(profile.has("openvino")).isFalse();
        assertThat(profile.capacity()).isEqualTo(new Capacity(2, 0, 512L << 20));
    }

    @Test
    void shouldReadWhatItWrites() {
        var profile = DeviceProfile.read("bench.yaml", PROFILE);

        assertThat(DeviceProfile.read("json", profile.toJson())).isEqualTo(profile);
    }

    @Test
    void shouldWriteAFixedForm() {
        assertThat(DeviceProfile.read("bench.yaml", PROFILE).toJson()).isEqualTo("""
                        {"apiVersion":"tieline.dev/profile/v1","name":"bench",\
                        "hardware":{"architecture":"aarch64","cores":6,"memory":8589934592},\
                        "accelerators":[{"kind":"gpu","name":"small","memory":4294967296},\
                        {"kind":"gpu","name":"large","memory":17179869184},{"kind":"npu","name":"shared"}],\
                        "executionProviders":["cuda","cpu"],\
                        "capacity":{"runSlots":2,"queue":0,"modelMemory":536870912}}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway-x86", "region-x86", "region-gpu"})
    void shouldReadTheSampleThatBearsItsName(String name) {
        var profile = DeviceProfile.read(Path.of("profiles", name + ".yaml"));

        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.has("cpu")).isTrue();
        assertThat(profile.capacity().modelMemoryBytes())
                .isLessThan(profile.hardware().memoryBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profile/v1 | profile/v9 | bench.yaml:1: apiVersion: needs 'tieline.dev/profile/v1'",
                "cores: 6 | cores: 0 | bench.yaml:3: hardware.cores: needs an integer of 1 or more",
                "memory: 8GiB | memory: 8GB | bench.yaml:3: hardware.memory: needs an amount of memory such as 8GiB",
                "memory: 8GiB | memory: 0 | bench.yaml:3: hardware.memory: needs an amount of memory",
                "memory: 8GiB | memory: 99999999TiB | bench.yaml:3: hardware.memory: needs an amount of memory",
                "[cuda, cpu] | [] | bench.yaml:8: executionProviders: needs at least one item",
                "[cuda, cpu] | [cpu, cpu] | bench.yaml:8: executionProviders[1]: 'cpu' stands in the list twice",
                "queue: 0 | queue: -1 | bench.yaml:9: capacity.queue: needs an integer of 0 to 2147483647",
                "queue: 0, | '' | bench.yaml:9: capacity: needs the key 'queue', and it is missing",
                "name: bench | name: \" \" | bench.yaml:2: name: needs text, and this is blank",
                "kind: npu | country: DE, kind: npu | bench.yaml:7: accelerators[2].country: unknown key 'country'",
            })
    void shouldNameTheFaultOfAProfileThatIsNotValid(String right, String wrong, String message) {
        var text = PROFILE.replace(right, wrong);

        assertThatThrownBy(() -> DeviceProfile.read("bench.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldGuardItsRecords() {
        var capacity = new Capacity(1, 0, 1);
        var hardware = new Hardware("x86_64", 1, 1);

        assertThatThrownBy(() -> new Capacity(0, 0, 1)).hasMessageContaining("0 slots");
        assertThatThrownBy(() -> new Hardware(" ", 1, 1)).hasMessageContaining("architecture");
        assertThatThrownBy(() -> new Accelerator("gpu", "", 0)).hasMessageContaining("name");
        assertThatThrownBy(() -> new DeviceProfile("a", hardware, List.of(), List.of(), capacity))
                .hasMessageContaining("at least one execution provider");
    }
}
