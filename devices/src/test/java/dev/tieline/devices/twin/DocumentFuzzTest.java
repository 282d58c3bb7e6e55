package dev.tieline.devices.twin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.devices.DeviceProfile;
import dev.tieline.devices.SiteBook;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.testing.Fuzzed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents of devices and of the controller. What can be read is written and read again, and is the same. */
class DocumentFuzzTest {

    static Stream<byte[]> profiles() throws IOException {
        return file("profiles/gateway-x86.yaml");
    }

    static Stream<byte[]> sites() throws IOException {
        return file("profiles/sites-demo.yaml");
    }

    static Stream<byte[]> routeFiles() throws IOException {
        return file("profiles/routes-demo.yaml");
    }

    static Stream<byte[]> twins() {
        return text("{\"state\":\"ready\",\"birth\":7}");
    }

    static Stream<byte[]> births() {
        var profile = DeviceProfile.read(Path.of("profiles/gateway-x86.yaml"));
        return text(Birth.of(7, profile, Map.of("tieline", "0.1.0")).toJson());
    }

    static Stream<byte[]> desired() {
        return text(Golden.text("desired.json"));
    }

    static Stream<byte[]> reported() {
        return text(Golden.text("reported.json"));
    }

    static Stream<byte[]> policies() {
        return text(Golden.text("policies.json"));
    }

    static Stream<byte[]> telemetry() {
        return Stream.of(Golden.bytes("telemetry.cbor.hex"));
    }

    @MethodSource("births")
    @FuzzTest
    void shouldReadOrRefuseAnyBirth(byte[] bytes) {
        readTwice(bytes, Birth::read, Birth::toJson);
    }

    @MethodSource("desired")
    @FuzzTest
    void shouldReadOrRefuseAnyDesiredState(byte[] bytes) {
        readTwice(bytes, DesiredState::read, DesiredState::toJson);
    }

    @MethodSource("reported")
    @FuzzTest
    void shouldReadOrRefuseAnyReportedState(byte[] bytes) {
        readTwice(bytes, ReportedState::read, ReportedState::toJson);
    }

    @MethodSource("policies")
    @FuzzTest
    void shouldReadOrRefuseAnyPolicyPointers(byte[] bytes) {
        readTwice(bytes, PolicyPointers::read, PolicyPointers::toJson);
    }

    @MethodSource("telemetry")
    @FuzzTest
    void shouldReadOrRefuseAnyTelemetry(byte[] bytes) {
        Fuzzed.decode(bytes.length, DocumentException.class, () -> Telemetry.read("telemetry", bytes))
                .ifPresent(read -> Fuzzed.same(read, Telemetry.read("again", read.toCbor())));
    }

    @MethodSource("profiles")
    @FuzzTest
    void shouldReadOrRefuseAnyProfile(byte[] bytes) {
        var unused = read(bytes, DeviceProfile::read);
    }

    @MethodSource("sites")
    @FuzzTest
    void shouldReadOrRefuseAnySiteBook(byte[] bytes) {
        read(bytes, SiteBook::read)
                .map(SiteBook::toJson)
                .ifPresent(
                        json -> Fuzzed.same(json, SiteBook.read("again", json).toJson()));
    }

    @MethodSource("routeFiles")
    @FuzzTest
    void shouldReadOrRefuseAnyRoutes(byte[] bytes) {
        readTwice(bytes, Routes::read, Routes::toJson);
    }

    @MethodSource("twins")
    @FuzzTest
    void shouldReadOrRefuseAnyPresence(byte[] bytes) {
        readTwice(bytes, Presence::read, Presence::toJson);
    }

    private static <T> void readTwice(byte[] bytes, BiFunction<String, String, T> reader, Function<T, String> writer) {
        read(bytes, reader).ifPresent(document -> Fuzzed.same(document, reader.apply("again", writer.apply(document))));
    }

    private static <T> Optional<T> read(byte[] bytes, BiFunction<String, String, T> reader) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return Fuzzed.decode(bytes.length, DocumentException.class, () -> reader.apply("document", text));
    }

    private static Stream<byte[]> text(String text) {
        return Stream.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<byte[]> file(String path) throws IOException {
        return Stream.of(Files.readAllBytes(Path.of(path)));
    }
}
