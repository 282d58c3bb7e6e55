package dev.tieline.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void shouldMeasureTheYardstickAndWhatASubjectIsComparedWith() {
        assertThat(Plan.of(1, 1, EnumSet.of(Subject.EXPLAINED)).subjects())
                .containsExactly(Subject.YARDSTICK, Subject.DENIED, Subject.EXPLAINED);
        assertThat(Plan.of(1, 1, EnumSet.of(Subject.KNOWN)).subjects())
                .containsExactly(Subject.YARDSTICK, Subject.SCAN, Subject.KNOWN);
    }

    @Test
    void shouldMeasureEachSubjectOnce() {
        assertThat(Plan.of(1, 1, EnumSet.allOf(Subject.class)).subjects()).containsExactly(Subject.values());
    }

    @Test
    void shouldRefuseARunWithoutRoundsOrTime() {
        assertThatThrownBy(() -> Plan.of(0, 1, EnumSet.of(Subject.LOAD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rounds must be at least 1, and are 0");
        assertThatThrownBy(() -> Plan.of(1, 0, EnumSet.of(Subject.LOAD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lasts 0");
    }
}
