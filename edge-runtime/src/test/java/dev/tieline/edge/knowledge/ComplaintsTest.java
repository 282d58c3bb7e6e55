package dev.tieline.edge.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private final Complaints complaints = new Complaints();

    @Test
    void shouldRememberEachReasonOnceAndCountAll() {
        complaints.add("one");
        complaints.add("two");
        complaints.add("one");

        assertThat(complaints.different()).isEqualTo(2);
        assertThat(complaints.count()).isEqualTo(3);
    }

    @Test
    void shouldForgetTheOldestReasonsRatherThanGrow() {
        for (int i = 0; i < 1_000; i++) {
            complaints.add("reason " + i);
        }

        assertThat(complaints.different()).isEqualTo(64);
        assertThat(complaints.count()).isEqualTo(1_000);
    }
}
