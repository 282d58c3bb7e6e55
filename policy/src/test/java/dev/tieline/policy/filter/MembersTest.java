package dev.tieline.policy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 31, 32, 500, 1_000})
    void shouldAddEachMemberWhateverTheirForm(int count) {
        var numbers = IntStream.range(0, count).map(i -> 999 - i).toArray();
        var set = new BitSet();
        set.set(1_000);

        Members.of(numbers, 1_000).addTo(set);

        assertThat(set.cardinality()).isEqualTo(count + 1);
        assertThat(set.get(1_000 - count, 1_001).cardinality()).isEqualTo(count + 1);
    }

    @Test
    void shouldSortCandidatesByTheNumbersOfTheirClasses() {
        var sets = Members.ofEach(new int[] {2, 0, 2, 2, 0}, 4).stream()
                .map(members -> {
                    var set = new BitSet();
                    members.addTo(set);
                    return set.toString();
                })
                .toList();

        assertThat(sets).containsExactly("{1, 4}", "{}", "{0, 2, 3}", "{}");
    }

    @Test
    void shouldTakeNoMoreRoomThanABitForEachCandidateOrANumberForEachMember() {
        assertThat(Members.of(new int[31], 1_024)).isInstanceOf(Members.Few.class);
        assertThat(Members.of(new int[32], 1_024)).isInstanceOf(Members.Many.class);
    }
}
