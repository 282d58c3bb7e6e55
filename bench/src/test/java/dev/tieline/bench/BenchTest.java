package dev.tieline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {

    private record Run(int code, String out, String err) {
        static Run of(String... arguments) {
            var out = new StringWriter();
            var err = new StringWriter();
            var code = Bench.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(arguments);
            return new Run(code, out.toString(), err.toString());
        }
    }

    @Test
    void shouldListTheBenchmarksWithoutAName() {
        var run = Run.of();

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Benchmarks:").contains("offload", "overload", "failover", "policy");
    }

    @Test
    void shouldHelpWithEachBenchmark() {
        var run = Run.of("offload", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("--rounds", "--requests", "--warmup", "--sizes", "--concurrency", "--broker", "--json")
                .contains("Default: 5")
                .contains("3   measured, but void");
    }

    @Test
    void shouldHelpWithTheOverload() {
        var run = Run.of("overload", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("--rounds", "--seconds", "--rates", "--models", "--deadline", "--slots", "--queue", "--json")
                .contains("Default: 50,80,100,150,300")
                .contains("3   measured, but void");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rounds=0|rounds",
                "--rates=100,50|increasing order",
                "--deadline=0|deadline",
                "--seconds=-1|window",
                "--slots=0|slots",
                "--queue=few|--queue"
            })
    void shouldRefuseAnOverloadThatCannotBeMeasured(String option, String message) {
        var run = Run.of("overload", option);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void shouldHelpWithTheFaults() {
        var run = Run.of("failover", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("--kills", "--fault", "--replicas", "--rate", "--broker", "--json")
                .contains("Default: 20")
                .contains("Default: kill");
    }

    @ParameterizedTest
    @CsvSource({
        "--kills=0, at least 1",
        "--replicas=3, replicas must be 1 or 2",
        "--rate=0, the rate must be 1 to 1000",
        "--fault=lightning, is no fault"
    })
    void shouldRefuseBlowsThatCannotBeMeasured(String option, String message) {
        var run = Run.of("failover", option);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void shouldHelpWithThePolicy() {
        var run = Run.of("policy", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("--rounds", "--millis", "--subjects", "--json")
                .contains("Default: everything")
                .contains("3   measured, but void");
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds=0, rounds must be at least 1",
        "--millis=0, lasts 0",
        "--subjects=lightning, '''lightning'' is no subject'"
    })
    void shouldRefuseDecisionsThatCannotBeMeasured(String option, String message) {
        var run = Run.of("policy", option);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void shouldRefuseABenchmarkThatIsNone() {
        var run = Run.of("nothing");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds=0, rounds",
        "--requests=none, --requests",
        "--concurrency=17, callers must be 1 to 16",
        "--sizes=0, multiple of 128 bytes",
        "--sizes=3000000, overflow"
    })
    void shouldRefuseAPlanThatCannotBeMeasured(String option, String message) {
        var run = Run.of("offload", option);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void shouldSayInOneSentenceWhichBrokerIsNotKnown() {
        var run = Run.of("offload", "--broker", "carrier-pigeon");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("tieline bench: the broker 'carrier-pigeon' is not known.");
    }
}
