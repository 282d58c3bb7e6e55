package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static dev.tieline.models.oip.Bodies.TOY;
import static dev.tieline.models.oip.Bodies.binary;
import static dev.tieline.models.oip.Bodies.decode;
import static dev.tieline.models.oip.Bodies.input;
import static dev.tieline.models.oip.Bodies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceError.TooLarge;
import dev.tieline.models.infer.InferenceException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRefusalTest {
    private static final String BINARY =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT16\",\"shape\":[2],\"parameters\":{\"binary_data_size\":%s}}]}";

    static Stream<Arguments> malformed() {
        var fine = "\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1]";
        return Stream.of(
                Arguments.of("", "needs '{' that begins a request, and it has the end of the JSON"),
                Arguments.of("[]", "needs '{' that begins a request, and it has '[]'"),
                Arguments.of("{", "needs a key in quotes"),
                Arguments.of("{}", "needs the key 'inputs', and it is missing"),
                Arguments.of("{\"inputs\":null}", "needs the key 'inputs', and it is missing"),
                Arguments.of("{\"inputs\":{}}", "needs '[' that begins the list of inputs"),
                Arguments.of("{\"inputs\":[1]}", "needs '{' that begins an input"),
                Arguments.of("{\"inputs\":[{" + fine + "}]}", "the input 'null' lacks name"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"data\":[1]}]}", "the input 'x' lacks datatype"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"data\":[1]}]}",
                        "the input 'x' lacks shape"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1]}]}",
                        "needs either 'data' or the parameter 'binary_data_size' for the input 'x', and it has neither"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"x\"," + fine + ",\"parameters\":{\"binary_data_size\":1}}]}",
                        "and it has both"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"x\"," + fine + "},{\"name\":\"x\"," + fine + "}]}",
                        "has the input 'x' twice"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"x\",\"name\":\"y\"," + fine + "}]}",
                        "has the key 'name' twice in an input"),
                Arguments.of("{\"id\":\"1\",\"id\":\"2\"}", "has the key 'id' twice in a request"),
                Arguments.of("{\"parameters\":{\"a\":1,\"a\":2}}", "has the key 'a' twice in parameters"),
                Arguments.of("{\"parameters\":{\"a\":{}}}", "has an object or a list as the parameter 'a'"),
                Arguments.of("{\"parameters\":{\"a\":1e999}}", "needs a number in the range of a double"),
                Arguments.of("{\"id\":5}", "needs '\"' that begins the id, and it has '5}'"),
                Arguments.of(
                        "{\"id\":\"" + "x".repeat(20_000) + "\"}", "has 20000 bytes for the id; the limit is 16384"),
                Arguments.of(input("FLOAT", "[1]", "[1]"), "has the datatype 'FLOAT' for the input 'x'"),
                Arguments.of(
                        input("INT8", "[-1]", "[1]"),
                        "a dimension in the shape of the input 'x' needs a whole number from 0"),
                Arguments.of(input("INT8", "[1.0]", "[1]"), "needs a whole number"),
                Arguments.of(input("INT8", "[99999999999999999999]", "[1]"), "99999999999999999999"),
                Arguments.of(input("INT8", "[1,1,1,1,1,1,1,1,1]", "[1]"), "has more than 8 dimensions in the shape"),
                Arguments.of(
                        input("INT8", "[4294967296,4294967296]", "[1]"), "whose number of elements overflows 64 bits"),
                Arguments.of(input("INT8", "[1]", "[1]") + "x", "has 'x' after its end"),
                Arguments.of(input("INT8", "[1]", "[1]") + "{}", "has '{}' after its end"),
                Arguments.of("\ufeff" + input("INT8", "[1]", "[1]"), "needs '{' that begins a request"),
                Arguments.of("{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}", "is nested deeper than 32"),
                Arguments.of("{\"x\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}", "is nested deeper than 32"),
                Arguments.of("{\"x\":tru}", "needs true or false"),
                Arguments.of("{\"x\":nul}", "needs a value, and it has 'nul}'"),
                Arguments.of("{\"x\":[1,]}", "needs a number, and it has ']}'"),
                Arguments.of("{\"x\":{\"a\" 1}}", "needs ':' after a key"),
                Arguments.of("{\"x\":[1 2]}", "needs ']' or ',' after an item"),
                Arguments.of("{\"x\":[1}", "needs ']' or ',' after an item"),
                Arguments.of("{\"a\":1 \"b\":2}", "needs '}' or ',' after an item"),
                Arguments.of("{\"outputs\":[{}]}", "needs the name of each requested output"),
                Arguments.of("{\"outputs\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "asks for the output 'a' twice"),
                Arguments.of(
                        "{\"outputs\":[{\"name\":\"a\",\"parameters\":{\"binary_data\":1}}]}",
                        "needs true or false as binary_data of the output 'a', and it has 1"),
                Arguments.of(
                        "{\"outputs\":[{\"name\":\"a\",\"parameters\":{\"classification\":3}}]}",
                        "is not supported here"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"x\"," + fine + ",\"parameters\":{\"shared_memory_region\":\"r\"}}]}",
                        "puts the input 'x' into shared memory, which is not supported here"),
                Arguments.of(
                        BINARY.formatted(4),
                        "the tensor 'x' is said to be binary, and the body came without Inference-Header-Content-Length"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldSayWhatIsWrongWithARequest(String json, String message) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(InvalidRequest.class))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseAHeaderLengthOutsideOfTheBody(int length) {
        assertThatThrownBy(() -> CODEC.decodeRequest(TOY, null, text(input("INT8", "[1]", "[1]")), length, null))
                .hasMessageStartingWith("Inference-Header-Content-Length says that the JSON has " + length + " bytes");
    }

    @Test
    void shouldRefuseAHeaderLengthInsideOfTheJson() {
        assertThatThrownBy(() -> CODEC.decodeRequest(TOY, null, text(input("INT8", "[1]", "[1]")), 20, null))
                .isInstanceOf(InferenceException.class);
    }

    @Test
    void shouldRefuseBinaryTensorsThatAreTooLongTooShortOrLeaveBytes() {
        assertThatThrownBy(() -> decodeBinary("5", 1, 2, 3, 4))
                .hasMessage("the tensor 'x' is said to have 5 bytes of binary data, and 4 are left in the body");
        assertThatThrownBy(() -> decodeBinary("3", 1, 2, 3))
                .hasMessage("the tensor 'x' of type INT16 and shape [2] needs 4 bytes, and it has 3");
        assertThatThrownBy(() -> decodeBinary("4", 1, 2, 3, 4, 5))
                .hasMessageStartingWith("the body has 1 bytes after the last binary tensor");
        assertThatThrownBy(() -> decodeBinary("-4")).hasMessageContaining("needs a whole number of at least 0");
        assertThatThrownBy(() -> decodeBinary("9223372036854775807")).hasMessageContaining("0 are left in the body");
        assertThatThrownBy(() -> decodeBinary("\"4\"", 1, 2, 3, 4)).hasMessageContaining("and it has 4");
    }

    @Test
    void shouldRefuseABodyOverTheLimitBeforeReadingIt() {
        var codec = new OipCodec(OipLimits.DEFAULT.withMaxBodyBytes(10));

        assertThatThrownBy(() -> codec.decodeRequest(TOY, null, ByteBuffer.allocate(11), null, null))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(TooLarge.class))
                .hasMessage("the body has 11 bytes; the limit is 10");
    }

    @Test
    void shouldRefuseMoreTensorsParametersAndKeysThanTheLimit() {
        var codec = new OipCodec(new OipLimits(1 << 20, 32, 2, 2, 100));
        var tensor = "{\"name\":\"%s\",\"datatype\":\"INT8\",\"shape\":[0],\"data\":[]}";
        var three = "{\"inputs\":[" + tensor.formatted("a") + "," + tensor.formatted("b") + "," + tensor.formatted("c")
                + "]}";

        assertThatThrownBy(() -> codec.decodeRequest(TOY, null, text(three), null, null))
                .hasMessageContaining("has more than 2 inputs, which is the limit");
        assertThatThrownBy(() ->
                        codec.decodeRequest(TOY, null, text("{\"parameters\":{\"a\":1,\"b\":2,\"c\":3}}"), null, null))
                .hasMessageContaining("has more than 2 parameters in one object");
        assertThatThrownBy(() -> codec.decodeRequest(
                        TOY,
                        null,
                        text("{\"outputs\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}"),
                        null,
                        null))
                .hasMessageContaining("asks for more than 2 outputs, which is the limit");
        var keys = new StringBuilder("{\"k\":0");
        for (var i = 0; i < 300; i++) {
            keys.append(",\"k").append(i).append("\":0");
        }
        assertThatThrownBy(() -> decode(keys + "}")).hasMessageContaining("has more than 256 keys in a request");
    }

    @Test
    void shouldReadOverWhatItDoesNotKnowAndTakeNullForAbsent() {
        assertThatCode(() -> decode(
                        "{\"model_name\":\"toy\",\"later\":{\"a\":[{},[],\"\\n\",null,-1.5e3,false]},\"id\":null,"
                                + "\"parameters\":null,\"outputs\":null,\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\","
                                + "\"shape\":[1],\"data\":[1],\"parameters\":{\"a\":null},\"more\":[[1]]}]}"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNotTakeMemoryForElementsThatCannotFollow() {
        // 512 GiB if the shape were believed.
        assertThatThrownBy(() -> decode(input("FP64", "[68719476736]", "[1]")))
                .hasMessageContaining("needs 68719476736 elements");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4711})
    void shouldAnswerAnyDamageWithAnErrorOfItsOwn(long seed) {
        var random = new Random(seed);
        for (var file : new String[] {"request-json.json", "request-mixed.bin"}) {
            var golden = Bodies.golden(file);
            for (var round = 0; round < 4000; round++) {
                var body = damage(random, golden);
                var header = random.nextBoolean() ? null : Integer.valueOf(random.nextInt(body.length + 1));
                try {
                    CODEC.decodeRequest(TOY, null, ByteBuffer.wrap(body), header, null);
                } catch (InferenceException e) {
                    assertThat(e.error())
                            .as("seed %s, file %s, round %s", seed, file, round)
                            .isInstanceOf(InvalidRequest.class);
                }
            }
        }
    }

    private static byte[] damage(Random random, byte[] golden) {
        var body = golden.clone();
        for (var i = random.nextInt(4); i >= 0; i--) {
            body[random.nextInt(body.length)] = (byte)
                    (random.nextBoolean() ? random.nextInt(256) : "\"{}[],:0-9.eE\\u".charAt(random.nextInt(15)));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : body;
    }

    private static void decodeBinary(String size, int... bytes) {
        var json = BINARY.formatted(size);
        CODEC.decodeRequest(TOY, null, binary(json, bytes), json.length(), null);
    }
}
