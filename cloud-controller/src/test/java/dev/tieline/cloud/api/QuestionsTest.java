package dev.tieline.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/yaml                                  | true
            Application/YAML; charset=utf-8                   | true
            application/json;q=0.5, application/yaml          | true
            application/yaml, */*                             | true
            application/yaml;q=0.2, application/json; q=0.1   | true
            application/yaml;q=0.5, application/json          | false
            application/yaml;q=0                              | false
            application/json                                  | false
            */*                                               | false
            text/html                                         | false
            application/yamlish                               | false
            """)
    void shouldKnowWhetherTheCallerWouldRatherHaveYaml(String accept, boolean yaml) {
        assertThat(Questions.prefersYaml(List.of(accept))).isEqualTo(yaml);
    }

    @Test
    void shouldTakeJsonWhereTheCallerDoesNotSay() {
        assertThat(Questions.prefersYaml(List.of())).isFalse();
    }

    @Test
    void shouldTakeParametersThatAreKnown() {
        var parameters = MultiMap.caseInsensitiveMultiMap().add("limit", "5");

        assertThat(Questions.query(parameters, List.of("limit", "deployment"))).containsEntry("limit", "5");
    }

    @Test
    void shouldNameAParameterThatIsNotKnown() {
        var parameters = MultiMap.caseInsensitiveMultiMap().add("limt", "5");

        assertThatThrownBy(() -> Questions.query(parameters, List.of("limit", "deployment")))
                .isInstanceOf(ApiException.class)
                .hasMessage("unknown query parameter 'limt'. Legal here: limit, deployment");
    }

    @Test
    void shouldRefuseAParameterThatStandsTwice() {
        var parameters = MultiMap.caseInsensitiveMultiMap().add("limit", "5").add("limit", "6");

        assertThatThrownBy(() -> Questions.query(parameters, List.of("limit")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("stands there twice");
    }
}
