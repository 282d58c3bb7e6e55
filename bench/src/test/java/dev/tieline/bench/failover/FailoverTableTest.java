package dev.tieline.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailoverTableTest {

    @Test
    void shouldShowEachTimeBesideWhatBoundsIt() {
        assertThat(String.join("\n", FailoverTable.lines(Reports.of(Fault.BROKER))))
                .isEqualTo("""
                Failover: kill -9 of the broker, started again at once, 3 times
                machine  2 cores of Some Chip 9000, Linux 6.1 amd64, JDK 25 (Somebody)
                broker   mosquitto 2.0.11
                load     50 requests a second with personal data, at a gateway; 2 of 3 executors hold the model

                seconds                   p50       p99       max  bounded by
                broker listens          0.204     0.304     0.304  the start of its process
                every node heard        0.205     0.305     0.305  the pauses between two attempts to connect, and one telemetry period (5 s)
                served again            0.206     0.306     0.306  the broker's start, and the pauses between two attempts to connect
                longest gap             0.207     0.307     0.307  the broker's start, and the pauses between two attempts to connect
                slowest request         0.208     0.308     0.308  refused at once while there is no connection

                Requests from the blow until it was over: 600 answered, refused: 2 unreachable, 5 warming""");
    }

    @Test
    void shouldTellHowLongSilenceTakesToBeNoticed() {
        assertThat(FailoverTable.lines(Reports.of(Fault.STOP)))
                .anySatisfy(line -> assertThat(line).startsWith("detected").contains("1.5 keep alives (15 s)"));
        assertThat(FailoverTable.lines(Reports.of(Fault.KILL)))
                .anySatisfy(line -> assertThat(line).startsWith("detected").contains("connection break"));
    }
}
