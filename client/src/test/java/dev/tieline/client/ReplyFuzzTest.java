package dev.tieline.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tieline.policy.testing.Fuzzed;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server may answer beside inferences, whose bodies the codec reads. */
class ReplyFuzzTest {

    static Stream<byte[]> errors() {
        return Stream.of(
                        "{\"error\":\"busy\",\"code\":\"overloaded\",\"rule\":\"r\",\"retry_after_ms\":5,\"trace\":\"t\"}",
                        "<html></html>")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> lists() {
        return Stream.of("[{\"name\":\"m\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}, null, 1.5, [true]]")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> models() {
        return Stream.of(
                        "{\"name\":\"m\",\"versions\":[\"1\"],\"platform\":\"p\",\"inputs\":[{\"name\":\"x\",\"datatype\":"
                                + "\"INT32\",\"shape\":[-1,16]}],\"outputs\":[]}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> packed() {
        return Stream.of(Gzip.pack(new byte[100]));
    }

    @MethodSource("errors")
    @FuzzTest
    void shouldMakeARefusalOfAnything(byte[] bytes) {
        var reply = new Reply(503, HttpHeaders.of(Map.of(), (name, value) -> true), bytes);

        var unused = Fuzzed.decode(bytes.length, RefusedException.class, reply::needSuccess);
    }

    @MethodSource("lists")
    @FuzzTest
    void shouldReadOrRefuseAnyList(byte[] bytes) {
        var unused = Fuzzed.decode(
                bytes.length,
                UnreadableAnswerException.class,
                () -> Json.objects(bytes).stream().map(ModelState::of).toList());
    }

    @MethodSource("models")
    @FuzzTest
    void shouldReadOrRefuseAnyModel(byte[] bytes) {
        var unused =
                Fuzzed.decode(bytes.length, UnreadableAnswerException.class, () -> ModelInfo.of(Json.object(bytes)));
    }

    @MethodSource("packed")
    @FuzzTest
    void shouldUnpackOrRefuseAnything(byte[] bytes) {
        var unused = Fuzzed.decode(bytes.length, UnreadableAnswerException.class, () -> Gzip.unpack(bytes, 1 << 20));
    }
}
