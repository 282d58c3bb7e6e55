package dev.tieline.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guards and words of the records and enumerations that requests are made of. */
class VocabularyTest {

    @Nested
    class Words {

        @ParameterizedTest
        @EnumSource(Action.class)
        void shouldFindAnActionByItsWord(Action action) {
            assertThat(Action.find(action.word())).contains(action);
        }

        @Test
        void shouldWriteWordsInLowerCaseWithHyphens() {
            assertThat(Action.DEPLOY_MODEL).hasToString("deploy-model");
            assertThat(Transform.find("pseudonymised")).contains(Transform.PSEUDONYMISED);
            assertThat(Tier.find("region")).contains(Tier.REGION);
            assertThat(Hop.Role.find("relay")).contains(Hop.Role.RELAY);
            assertThat(Hop.Sees.find("metadata")).contains(Hop.Sees.METADATA);
        }

        @Test
        void shouldFindNothingByAnotherWord() {
            assertThat(Action.find("INFER")).isEmpty();
            assertThat(Tier.find("cloud")).isEmpty();
        }
    }

    @Nested
    class DataClasses {

        @Test
        void shouldTakeAnyOtherWordForTheUnknownClass() {
            assertThat(DataClass.of("personal")).isEqualTo(DataClass.PERSONAL);
            assertThat(DataClass.of("secret")).isEqualTo(DataClass.UNKNOWN);
            assertThat(DataClass.of("Personal")).isEqualTo(DataClass.UNKNOWN);
            assertThat(DataClass.of("")).isEqualTo(DataClass.UNKNOWN);
        }

        @Test
        void shouldJoinToTheHigherClassWithUnknownAboveAll() {
            var inOrder = List.of(
                    DataClass.PUBLIC, DataClass.INTERNAL, DataClass.PERSONAL, DataClass.SPECIAL, DataClass.UNKNOWN);

            for (var low = 0; low < inOrder.size(); low++) {
                for (var high = low; high < inOrder.size(); high++) {
                    assertThat(inOrder.get(low).join(inOrder.get(high))).isEqualTo(inOrder.get(high));
                    assertThat(inOrder.get(high).join(inOrder.get(low))).isEqualTo(inOrder.get(high));
                }
            }
        }
    }

    @Nested
    class Labels {

        @Test
        void shouldJoinToTheHigherClassAndTheUnionOfTags() {
            var joined = DataLabel.of(DataClass.PERSONAL, "health").join(DataLabel.of(DataClass.INTERNAL, "export"));

            assertThat(joined).isEqualTo(DataLabel.of(DataClass.PERSONAL, "export", "health"));
        }

        @Test
        void shouldNotBeLoweredByJoiningThePublicLabel() {
            var label = DataLabel.of(DataClass.SPECIAL, "health");

            assertThat(label.join(DataLabel.PUBLIC)).isEqualTo(label);
            assertThat(DataLabel.PUBLIC.join(label)).isEqualTo(label);
        }

        @Test
        void shouldBeWrittenWithItsTagsInOrder() {
            assertThat(DataLabel.of(DataClass.PERSONAL, "b", "a")).hasToString("personal [a, b]");
            assertThat(DataLabel.PUBLIC).hasToString("public");
        }

        @Test
        void shouldNotChangeWithTheSetThatItWasMadeFrom() {
            var tags = new TreeSet<>(Set.of("a"));
            var label = new DataLabel(DataClass.PUBLIC, tags);

            tags.add("b");

            assertThat(label.tags()).containsExactly("a");
        }

        @Test
        void shouldRefuseABlankTag() {
            assertThatThrownBy(() -> DataLabel.of(DataClass.PUBLIC, " "))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A data label has a blank tag among [ ]");
        }
    }

    @Nested
    class Hops {

        @Test
        void shouldRefuseARetentionOfWhatDoesNotStore() {
            assertThatThrownBy(() -> new Hop(Hop.Role.RELAY, null, SiteFacts.unknown("b"), Duration.ofHours(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Hop relay at site 'b' has the retention PT1H; only a store has one, and it is not"
                            + " negative");
        }

        @Test
        void shouldRefuseANegativeRetention() {
            assertThatThrownBy(() -> new Hop(Hop.Role.STORE, null, SiteFacts.unknown("b"), Duration.ofHours(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void shouldBeNamedByRoleAndSite() {
            assertThat(Hop.process(SiteFacts.unknown("eu-central"))).hasToString("process eu-central");
            assertThat(Hop.process(SiteFacts.unknown(""))).hasToString("process at an unknown site");
        }
    }

    @Test
    void shouldRefuseABlankPurpose() {
        var origin = new Origin(null, SiteFacts.unknown(""));

        assertThatThrownBy(() -> new PolicyRequest(
                        Action.INFER, DataLabel.PUBLIC, " ", null, Instant.EPOCH, origin, TransferPath.EMPTY))
                .hasMessage("A policy request has a blank purpose. Maybe leave it out");
    }
}
