package dev.tieline.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.DataClass;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipTest {
    private static final Instant IN_2010 = Instant.parse("2010-01-01T00:00:00Z");
    private static final Instant IN_2015 = Instant.parse("2015-01-01T00:00:00Z");
    private static final Instant IN_2020 = Instant.parse("2020-01-01T00:00:00Z");

    private static final Hop HOP = Asked.process("US");

    private static PolicyRequest at(Instant moment) {
        return Asked.about(DataClass.PUBLIC).at(moment.toString()).via(HOP);
    }

    private static Membership member(String jurisdiction) {
        return new Membership(Jurisdiction.of(jurisdiction), IN_2010, IN_2020, null);
    }

    @ParameterizedTest
    @CsvSource({
        "2009-12-31T23:59:59.999999999Z, FALSE",
        "2010-01-01T00:00:00Z, TRUE",
        "2019-12-31T23:59:59.999999999Z, TRUE",
        "2020-01-01T00:00:00Z, FALSE",
    })
    void shouldIncludeItsFirstMomentAndExcludeItsLast(Instant at, Truth expected) {
        assertThat(member("US").covers(Jurisdiction.of("US"), HOP, at(at))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "US, US, TRUE",
        "US, US-CA, TRUE",
        "US, DE, FALSE",
        "US-CA, US-CA, TRUE",
        "US-CA, US-NY, FALSE",
        "US-CA, US, UNKNOWN",
        "US-CA, DE, FALSE",
    })
    void shouldCoverTheSubdivisionsOfACountryButNotTheReverse(String member, String hop, Truth expected) {
        assertThat(member(member).covers(Jurisdiction.of(hop), HOP, at(IN_2015)))
                .isEqualTo(expected);
    }

    @Test
    void shouldBeCertainThatASubdivisionIsNoMemberOutsideItsTime() {
        assertThat(member("US-CA").covers(Jurisdiction.of("US"), HOP, at(IN_2020)))
                .isEqualTo(Truth.FALSE);
    }

    @Nested
    class InABundle {

        @Test
        void shouldVanishIfItEndedBeforeTheBundleComesIntoForce() {
            assertThat(member("US").since(IN_2020)).isEmpty();
        }

        @Test
        void shouldStayIfItBeginsOnlyLater() {
            assertThat(member("US").since(Instant.EPOCH)).contains(member("US"));
        }

        @Test
        void shouldForgetItsBeginningIfThatIsPast() {
            assertThat(member("US").since(IN_2015))
                    .contains(new Membership(Jurisdiction.of("US"), Instant.MIN, IN_2020, null));
        }

        @ParameterizedTest
        @CsvSource({
            "2009-01-01T00:00:00Z",
            "2012-01-01T00:00:00Z",
            "2019-12-31T23:59:59Z",
        })
        void shouldAnswerAsBeforeFromThenOn(Instant notBefore) {
            var clipped = member("US").since(notBefore).orElseThrow();

            for (var at : new Instant[] {notBefore, IN_2010, IN_2015, IN_2020}) {
                if (!at.isBefore(notBefore)) {
                    assertThat(clipped.covers(Jurisdiction.of("US"), HOP, at(at)))
                            .isEqualTo(member("US").covers(Jurisdiction.of("US"), HOP, at(at)));
                }
            }
        }

        @Test
        void shouldNeedNoCloserLookOnlyIfAWholeCountryStaysForGood() {
            assertThat(Membership.always(Jurisdiction.of("US")).isWholeAndLasting())
                    .isTrue();
            assertThat(Membership.always(Jurisdiction.of("US-CA")).isWholeAndLasting())
                    .isFalse();
            assertThat(member("US").since(IN_2015).orElseThrow().isWholeAndLasting())
                    .isFalse();
            assertThat(new Membership(Jurisdiction.of("US"), IN_2010, Instant.MAX, null).isWholeAndLasting())
                    .isFalse();
        }
    }
}
