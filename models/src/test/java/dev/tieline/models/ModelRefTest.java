package dev.tieline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {

    @Test
    void shouldReadNameAndVersion() {
        var ref = ModelRef.of("silero-vad@5.1_a");

        assertThat(ref.name()).isEqualTo(ModelName.of("silero-vad"));
        assertThat(ref.version()).isEqualTo("5.1_a");
        assertThat(ref).hasToString("silero-vad@5.1_a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "a/b", "a b", "a+b", "a#", "ä", "../x"})
    void shouldRefuseANameThatCouldNotStandInATopicOrAPath(String name) {
        assertThatThrownBy(() -> ModelName.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("1 to 63");
    }

    @Test
    void shouldTakeNamesOfUpTo63Characters() {
        assertThat(ModelName.of("a".repeat(63)).value()).hasSize(63);
        assertThatThrownBy(() -> ModelName.of("a".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minilm", "minilm@", "@1", "minilm@1@2", "minilm@a/b"})
    void shouldRefuseATextThatIsNoReference(String text) {
        assertThatThrownBy(() -> ModelRef.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldOrderByNameAndThenByVersion() {
        assertThat(new ModelRef[] {ModelRef.of("b@1"), ModelRef.of("a@2"), ModelRef.of("a@1")})
                .satisfies(refs -> {
                    java.util.Arrays.sort(refs);
                    assertThat(refs).extracting(ModelRef::toString).containsExactly("a@1", "a@2", "b@1");
                });
    }
}
