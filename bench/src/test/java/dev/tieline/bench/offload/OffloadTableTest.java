package dev.tieline.bench.offload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffloadTableTest {

    @Test
    void shouldShowMediansRatiosAndWhereTheyWereTaken() {
        assertThat(String.join("\n", OffloadTable.lines(Reports.drifting(0.07))))
                .isEqualTo("""
                Offload over MQTT beside a raw echo on the same broker and the bare inference
                machine  2 cores of Some Chip 9000, Linux 6.1 amd64, JDK 25 (Somebody)
                broker   mosquitto 2.0.11
                rounds   3 of 400 requests each (inference: 20 times as many), medians over the rounds

                tensors  callers                    p50 us    p99 us     per s    CPU us
                1 KiB          1  inference           10.0      20.0   100,000      15.0
                1 KiB          1  raw echo             400       800     2,500       600
                1 KiB          1  offload              520     1,040     1,923       780
                                  offload / (raw echo + inference) = 1.22; the goal of 1.3 is reached
                150 KiB        8  inference           30.0      60.0    33,333      45.0
                150 KiB        8  raw echo           5,000    10,000       200     7,500
                150 KiB        8  offload            7,500    15,000       133    11,250
                                  offload / (raw echo + inference) = 1.49; the goal of 1.3 is missed

                VALID: the bare inference drifted 7 % between rounds (limit 15 %)""");
    }

    @Test
    void shouldSayThatFiguresOfAnUneasyMachineDoNotCount() {
        assertThat(OffloadTable.lines(Reports.drifting(0.42)))
                .last()
                .isEqualTo("VOID: the bare inference drifted 42 % between rounds, more than 15 %: these figures do not"
                        + " count. Maybe run again when the machine is calm.");
    }
}
