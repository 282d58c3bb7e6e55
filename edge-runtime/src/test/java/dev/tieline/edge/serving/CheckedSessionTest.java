package dev.tieline.edge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckedSessionTest {
    private final AtomicInteger closed = new AtomicInteger();

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("the library broke"),
                new UnsatisfiedLinkError("a function of the library is missing"),
                new OutOfMemoryError("the sample is large"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldCloseASessionWhateverItsCheckThrows(Throwable failure) {
        assertThatThrownBy(
                        () -> CheckedSession.checked(this::close, session -> CheckedSessionTest.<Error>raise(failure)))
                .isSameAs(failure);

        assertThat(closed).hasValue(1);
    }

    @Test
    void shouldSayWhyTheCheckFailedEvenIfTheSessionDoesNotClose() {
        var failure = new IllegalStateException("the library broke");
        AutoCloseable broken = () -> {
            throw new IllegalArgumentException("and does not close");
        };

        assertThatThrownBy(() -> CheckedSession.checked(broken, session -> {
                    throw failure;
                }))
                .isSameAs(failure)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void shouldLeaveASessionOpenThatPasses() {
        AutoCloseable session = this::close;

        assertThat(CheckedSession.checked(session, passes -> {})).isSameAs(session);
        assertThat(closed).hasValue(0);
    }

    private void close() {
        closed.incrementAndGet();
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void raise(Throwable failure) throws X {
        throw (X) failure;
    }
}
