package dev.tieline.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldAlignColumnsByWhatPeopleSee() {
        var table = new TextTable(
                List.of("NAME", "N", "NOTE"), List.of(List.of("größe", "10", "x"), List.of("🙂", "1", "")));

        assertThat(table.lines()).containsExactly("NAME   N   NOTE", "größe  10  x", "🙂      1   ");
    }

    @Test
    void shouldShowTheHeaderOfAnEmptyTable() {
        assertThat(new TextTable(List.of("A", "B"), List.of()).lines()).containsExactly("A  B");
    }

    @Test
    void shouldRefuseARowThatDoesNotFit() {
        assertThatThrownBy(() -> new TextTable(List.of("A"), List.of(List.of("1", "2"))))
                .hasMessage("the row [1, 2] has 2 cells, and the columns are [A]");
    }
}
