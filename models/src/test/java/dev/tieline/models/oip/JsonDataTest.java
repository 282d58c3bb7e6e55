package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.decode;
import static dev.tieline.models.oip.Bodies.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.infer.InferenceError.InvalidRequest;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.infer.TensorNumbers;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDataTest {

    @Test
    void shouldReadFlatAndNestedDataAlike() {
        var flat = data("INT32", "[2,3]", "[1,2,3,4,5,6]");
        var nested = data("INT32", "[2,3]", "[[1,2,3],\n\t [4,5,6]]");

        assertThat(nested).isEqualTo(flat);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[2,0] | [[],[]]", "[2,0] | []", "[0] | []", "[0,3] | []", "[1,1,0] | [[[]]]"})
    void shouldReadDataWithoutElements(String shape, String json) {
        assertThat(data("FP32", shape, json).size()).isZero();
    }

    @Test
    void shouldReadAScalarAsAListOfOne() {
        assertThat(data("INT64", "[]", "[16000]").longs()).containsExactly(16000);
    }

    @Test
    void shouldReadDataThatComesBeforeItsShapeAndDatatype() {
        var request = decode("{\"inputs\":[{\"data\":[1,2],\"shape\":[2],\"datatype\":\"INT32\",\"name\":\"x\"}]}");

        assertThat(request.inputs().getFirst().ints()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, true, 1",
        "BOOL, 0, 0",
        "INT8, -128, -128",
        "UINT8, 255, 255",
        "INT16, -32768, -32768",
        "UINT16, 65535, 65535",
        "INT32, -2147483648, -2147483648",
        "UINT32, 4294967295, 4294967295",
        "INT64, -9223372036854775808, -9223372036854775808",
        "INT64, 9223372036854775807, 9223372036854775807",
        "UINT64, 18446744073709551615, 18446744073709551615",
        "UINT64, -0, 0",
        "FP64, 1.7976931348623157e308, 1.7976931348623157E308",
        "FP32, 3.4028235e38, 3.4028234663852886E38",
        "FP32, 1E2, 100",
        "FP32, 1e+2, 100",
        "FP64, 5e-324, 4.9E-324"
    })
    void shouldReadTheWholeRangeOfEachType(String datatype, String number, double expected) {
        assertThat(TensorNumbers.at(data(datatype, "[1]", "[" + number + "]"), 0))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 2",
        "INT8, 128",
        "INT8, -129",
        "UINT8, 256",
        "UINT8, -1",
        "INT16, 32768",
        "UINT16, 65536",
        "INT32, 2147483648",
        "UINT32, 4294967296",
        "INT64, 9223372036854775808",
        "INT64, 1e3",
        "INT64, 1.0",
        "UINT64, 18446744073709551616",
        "UINT64, -1",
        "UINT64, 0.5",
        "FP32, 3.5e38",
        "FP32, -1e99999999999",
        "FP64, 1e309",
        "FP32, 340282357000000000000000000000000000000"
    })
    void shouldRefuseWhatIsOutOfTheRangeOfItsType(String datatype, String number) {
        assertThatThrownBy(() -> data(datatype, "[1]", "[" + number + "]"))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.error()).isInstanceOf(InvalidRequest.class))
                .hasMessageContaining(number.length() < 40 ? number : "3402823570")
                .hasMessageContaining("the data of the tensor 'x'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "-",
                "--1",
                "0x10",
                "1_000",
                "NaN",
                "-Infinity",
                "Infinity",
                "null",
                "\"1\"",
                "[1]",
                "{}",
                "true",
                "1 2",
                "1,",
                ",1",
                "00.5",
                "-.5",
                "1.e5"
            })
    void shouldRefuseWhatIsNoJsonNumber(String number) {
        assertThatThrownBy(() -> data("FP32", "[1]", "[" + number + "]")).isInstanceOf(InferenceException.class);
        // The same within a long list, which takes the faster road.
        assertThatThrownBy(() -> data("FP32", "[40]", "[" + "1.5,".repeat(20) + number + ",1".repeat(19) + "]"))
                .isInstanceOf(InferenceException.class);
    }

    @Test
    void shouldSayThatJsonHasNoNaN() {
        assertThatThrownBy(() -> data("FP32", "[2]", "[1,NaN]"))
                .hasMessageContaining("JSON has no NaN and no infinity. Maybe send this tensor as binary data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2,2] | [1,2,3] | needs 4 elements",
                "[2,2] | [1,2,3,4,5] | needs 4 elements in a list of the data of the tensor 'x' of shape [2,2], and it has more",
                "[2,2] | [[1,2],[3]] | needs 2 elements",
                "[2,2] | [[1,2]] | needs 2 lists in level 1 of the data of the tensor 'x' of shape [2,2], and it has 1",
                "[2,2] | [[1,2],[3,4],[5,6]] | ",
                "[2,2] | [[1,2],3,4] | needs '['",
                "[2,2] | [1,2,[3,4]] | ",
                "[2,2] | [[[1,2],[3,4]]] | ",
                "[4] | [[1,2,3,4]] | ",
                "[] | [] | needs 1 elements",
                "[2] | 1 | needs '[' that begins the data of the tensor 'x'",
                "[1000000] | [1,2] | needs 1000000 elements as the data of the tensor 'x' of shape [1000000], and only"
            })
    void shouldRefuseDataThatIsNotLikeItsShape(String shape, String json, String message) {
        assertThatThrownBy(() -> data("INT32", shape, json))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining(message == null ? "'x'" : message);
    }

    @Test
    void shouldRefuseHalfFloatsInJson() {
        assertThatThrownBy(() -> data("FP16", "[1]", "[1]")).hasMessageContaining("Maybe send it as binary data");
        assertThatThrownBy(() -> data("BF16", "[1]", "[1]")).hasMessageContaining("Maybe send it as binary data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\uD800\"",
                "\"\\uD800\\u0041\"",
                "\"\\uZZZZ\"",
                "\"a\nb\"",
                "\"abc",
                "\"\\\"",
                "\"\\uDC00\"",
                "1"
            })
    void shouldRefuseWhatIsNoJsonText(String text) {
        assertThatThrownBy(() -> data("BYTES", "[1]", "[" + text + "]")).isInstanceOf(InferenceException.class);
    }

    @Test
    void shouldReadEveryEscape() {
        assertThat(data("BYTES", "[1]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE80\\u00e9z\"]")
                        .strings())
                .containsExactly("\"\\/\b\f\n\r\tA\uD83D\uDE80\u00e9z");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122})
    void shouldRoundEveryNumberAsTheLanguageDoes(long seed) {
        var random = new Random(seed);
        shouldReadAsFloats(seed, random, (r, i) -> Float.toString(Float.intBitsToFloat(r.nextInt())));
        shouldReadAsFloats(seed, random, (r, i) -> Double.toString(r.nextFloat() * 2 - 1));
        shouldReadAsFloats(seed, random, (r, i) -> String.format(Locale.ROOT, "%.6f", r.nextGaussian() * 100));
        shouldReadAsFloats(seed, random, (r, i) -> Long.toString(r.nextLong()));
        shouldReadAsFloats(
                seed,
                random,
                (r, i) -> r.nextInt(1000) + "." + r.nextLong(Long.MAX_VALUE) + "e" + (r.nextInt(60) - 40));
        shouldReadAsFloats(seed, random, (r, i) -> "0." + "0".repeat(r.nextInt(30)) + r.nextInt(1 << 20));
        shouldReadAsFloats(seed, random, (r, i) -> middle(r));
    }

    /** The decimal of a point in the middle between two floats, or just beside it: the hardest to round. */
    private static String middle(Random random) {
        var low = Float.intBitsToFloat(0x3f800000 + random.nextInt(1 << 24));
        var middle = new java.math.BigDecimal(low)
                .add(new java.math.BigDecimal(Math.nextUp(low)))
                .divide(java.math.BigDecimal.TWO);
        var nudge = new java.math.BigDecimal(random.nextInt(3) - 1).movePointLeft(random.nextInt(18) + 8);
        return middle.add(nudge).toPlainString();
    }

    private static void shouldReadAsFloats(long seed, Random random, BiFunction<Random, Integer, String> generator) {
        var numbers = new ArrayList<String>();
        for (var i = 0; numbers.size() < 3000; i++) {
            var number = generator.apply(random, i);
            if (Float.isFinite(Float.parseFloat(number))) {
                numbers.add(number);
            }
        }
        var floats =
                data("FP32", "[3000]", "[" + String.join(",", numbers) + "]").floats();
        for (var i = 0; i < floats.length; i++) {
            assertThat(Float.floatToRawIntBits(floats[i]))
                    .as("%s with the seed %s", numbers.get(i), seed)
                    .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(numbers.get(i))));
        }
        var doubles = data("FP64", "[3000]", numbers.toString());
        for (var i = 0; i < floats.length; i++) {
            assertThat(doubles.data().getDouble(i * 8))
                    .as("%s with the seed %s", numbers.get(i), seed)
                    .isEqualTo(Double.parseDouble(numbers.get(i)));
        }
    }

    private static Tensor data(String datatype, String shape, String json) {
        return decode(input(datatype, shape, json)).inputs().getFirst();
    }
}
