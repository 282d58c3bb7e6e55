package dev.tieline.models.oip;

import static dev.tieline.models.oip.Bodies.CODEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.models.infer.InferenceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | false",
                "{}                                    | false",
                "{\"ready\":false}                     | false",
                "{\"ready\":null}                      | false",
                "{\"ready\":true}                      | true",
                "{\"other\":[{}],\"ready\":true}       | true",
            })
    void shouldReadWhetherReadyModelsAloneAreWanted(String body, boolean ready) {
        assertThat(CODEC.decodeIndexRequest(bytes(body))).isEqualTo(ready);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "[]", "{\"ready\":\"yes\"}", "{} {}", "{\"ready\":true,\"ready\":false}", "{\"ready\""})
    void shouldRefuseWhatIsNoRequestForTheIndex(String body) {
        assertThatThrownBy(() -> CODEC.decodeIndexRequest(bytes(body))).isInstanceOf(InferenceException.class);
    }

    @Test
    void shouldReadTheParametersOfALoad() {
        assertThat(CODEC.decodeRepositoryParameters(bytes("{\"parameters\":{\"a\":\"b\",\"c\":true,\"d\":1}}")))
                .isEqualTo(Map.of("a", "b", "c", true, "d", 1L));
        assertThat(CODEC.decodeRepositoryParameters(bytes(""))).isEmpty();
        assertThat(CODEC.decodeRepositoryParameters(bytes("{\"other\":1}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"parameters\":[]}", "{\"parameters\":{\"a\":{}}}", "{\"parameters\":{}"})
    void shouldRefuseWhatIsNoRequestForALoad(String body) {
        assertThatThrownBy(() -> CODEC.decodeRepositoryParameters(bytes(body))).isInstanceOf(InferenceException.class);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
