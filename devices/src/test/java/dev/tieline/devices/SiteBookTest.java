package dev.tieline.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.Tier;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteBookTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SiteId CLINIC = SiteId.of("clinic");
    private static final SiteId REGION = SiteId.of("region");
    private static final SiteId FAR = SiteId.of("far");
    private static final SiteId LOOSE = SiteId.of("loose");
    private static final SiteId CONTROLLER = SiteId.of("controller");
    private static final String BOOK = """
            apiVersion: tieline.dev/sites/v1
            version: 7
            expires: 2027-02-01T00:00:00Z
            sites:
              - {id: clinic, broker: broker-1, country: DE, operator_home: DE, tier: gateway}
              - {id: region, broker: broker-1, cost: 30, country: DE, certs: [c5], tee: true}
              - {id: far, broker: broker-2, cost: 10, country: US-VA, access_countries: [US, IN]}
              - {id: loose, country: DE}
              - {id: broker-1, country: DE}
              - {id: broker-2, country: "NO"}
              - {id: controller, broker: broker-2, country: SE}
            """;

    private final SiteBook book = SiteBook.read("sites.yaml", BOOK);

    @Test
    void shouldKnowTheFactsOfItsSites() {
        assertThat(book.version()).isEqualTo(7);
        assertThat(book.expires()).isEqualTo(Instant.parse("2027-02-01T00:00:00Z"));
        assertThat(book.sites()).hasSize(7);
        assertThat(book.find(REGION).orElseThrow().cost()).isEqualTo(30);
        assertThat(book.find(CLINIC).orElseThrow().cost()).isZero();
        assertThat(book.facts(CLINIC, NOW).tier()).isEqualTo(Tier.GATEWAY);
        assertThat(book.facts(REGION, NOW).certs()).isEqualTo(Set.of("c5"));
        assertThat(book.facts(REGION, NOW).tee()).isTrue();
        assertThat(book.facts(FAR, NOW).country()).isEqualTo(Jurisdiction.of("US-VA"));
        assertThat(book.facts(SiteId.of("broker-2"), NOW).country()).isEqualTo(Jurisdiction.of("NO"));
    }

    @Test
    void shouldKnowNothingOfASiteThatIsNotInIt() {
        var stranger = SiteId.of("stranger");

        assertThat(book.find(stranger)).isEmpty();
        assertThat(book.facts(stranger, NOW)).isEqualTo(SiteFacts.unknown("stranger"));
        assertThat(SiteBook.empty().facts(CLINIC, NOW)).isEqualTo(SiteFacts.unknown("clinic"));
    }

    @Test
    void shouldKnowNothingFromItsExpiryOn() {
        assertThat(book.facts(CLINIC, book.expires().minusNanos(1)).country()).isEqualTo(Jurisdiction.of("DE"));
        assertThat(book.facts(CLINIC, book.expires())).isEqualTo(SiteFacts.unknown("clinic"));
        assertThat(book.path(CLINIC, REGION, book.expires()).hops())
                .allSatisfy(hop -> assertThat(hop.facts().country()).isNull());
    }

    @Test
    void shouldPassTheOneBrokerTwiceWhenBothSitesShareIt() {
        var path = book.path(CLINIC, REGION, NOW);

        assertThat(path.hops())
                .extracting(Hop::toString)
                .containsExactly("relay broker-1", "process region", "relay broker-1");
        assertThat(path.hops()).extracting(Hop::sees).containsOnly(Hop.Sees.CLEAR);
        assertThat(path.hops().getFirst().facts().country()).isEqualTo(Jurisdiction.of("DE"));
    }

    @Test
    void shouldPassBothBrokersThereAndBackWhenTheyDiffer() {
        var path = book.path(CLINIC, FAR, NOW);

        assertThat(path.hops())
                .extracting(Hop::toString)
                .containsExactly("relay broker-1", "relay broker-2", "process far", "relay broker-2", "relay broker-1");
    }

    @Test
    void shouldPassABrokerOfWhichNothingIsKnownWhereTheBookNamesNone() {
        assertThat(book.path(CLINIC, LOOSE, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly(
                        "relay broker-1",
                        "relay at an unknown site",
                        "process loose",
                        "relay at an unknown site",
                        "relay broker-1");
        assertThat(book.path(SiteId.of("stranger"), REGION, NOW).hops().getFirst())
                .isEqualTo(Hop.relay(Hop.Sees.CLEAR, SiteFacts.unknown("")));
    }

    @Test
    void shouldPassTheBrokerEvenBetweenNodesOfOneSite() {
        assertThat(book.path(CLINIC, CLINIC, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly("relay broker-1", "process clinic", "relay broker-1");
    }

    @Test
    void shouldNameTheSiteOfTheController() {
        assertThat(withController("region").controller()).contains(REGION);
        assertThat(book.controller()).isEmpty();
        assertThat(SiteBook.empty().controller()).isEmpty();
    }

    @Test
    void shouldRefuseAControllerOfWhichTheBookKnowsNothing() {
        assertThatThrownBy(() -> withController("nobody"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(
                        "sites.yaml:12: controller: the controller 'nobody' is not a site of this book");
        assertThatThrownBy(() -> withController("No/body"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("sites.yaml:12: controller: 'No/body' is not a site id");
    }

    @Test
    void shouldPassTheControllerOnTheWayThereAndNotBack() {
        assertThat(book.dispatchPath(CLINIC, CONTROLLER, REGION, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly(
                        "relay broker-1",
                        "relay broker-2",
                        "relay controller",
                        "relay broker-1",
                        "process region",
                        "relay broker-1");
        assertThat(book.dispatchPath(CLINIC, CONTROLLER, FAR, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly(
                        "relay broker-1",
                        "relay broker-2",
                        "relay controller",
                        "process far",
                        "relay broker-2",
                        "relay broker-1");
        assertThat(book.dispatchPath(FAR, CONTROLLER, REGION, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly(
                        "relay broker-2",
                        "relay controller",
                        "relay broker-1",
                        "process region",
                        "relay broker-1",
                        "relay broker-2");
        assertThat(book.dispatchPath(CLINIC, REGION, CLINIC, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly("relay broker-1", "relay region", "process clinic", "relay broker-1");
    }

    @Test
    void shouldLetTheControllerSeeWhatItForwards() {
        var path = book.dispatchPath(CLINIC, CONTROLLER, FAR, NOW);

        assertThat(path.hops()).extracting(Hop::sees).containsOnly(Hop.Sees.CLEAR);
        assertThat(path.hops().get(2)).isEqualTo(Hop.relay(Hop.Sees.CLEAR, book.facts(CONTROLLER, NOW)));
    }

    @Test
    void shouldKnowNothingOfAnExecutorThatIsStillToBeChosen() {
        var path = book.dispatchPath(CLINIC, CONTROLLER, null, NOW);

        assertThat(path.hops())
                .extracting(Hop::toString)
                .containsExactly(
                        "relay broker-1",
                        "relay broker-2",
                        "relay controller",
                        "relay at an unknown site",
                        "process at an unknown site",
                        "relay at an unknown site",
                        "relay broker-1");
        assertThat(path.hops().get(4).facts()).isEqualTo(SiteFacts.unknown(""));
    }

    @Test
    void shouldKnowTheBrokerOfAnyExecutorWhereAllSitesShareOne() {
        var one = SiteBook.read("one broker", BOOK.replace("broker: broker-2", "broker: broker-1"));

        assertThat(one.dispatchPath(CLINIC, CONTROLLER, null, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly("relay broker-1", "relay controller", "process at an unknown site", "relay broker-1");
    }

    @Test
    void shouldPassABrokerOfWhichNothingIsKnownOnTheWayToTheController() {
        assertThat(book.dispatchPath(CLINIC, LOOSE, null, NOW).hops())
                .extracting(Hop::toString)
                .containsExactly(
                        "relay broker-1",
                        "relay at an unknown site",
                        "relay loose",
                        "process at an unknown site",
                        "relay at an unknown site",
                        "relay broker-1");
        assertThat(book.dispatchPath(CLINIC, CONTROLLER, FAR, book.expires()).hops())
                .allSatisfy(hop -> assertThat(hop.facts().country()).isNull());
    }

    @Test
    void shouldReadTheJsonThatItWrites() {
        var full = SiteBook.read("sites.yaml", BOOK + """
              - id: full
                broker: broker-1
                cost: 3
                country: CA-QC
                operator_home: CA
                access_countries: [US-VA, CA]
                tier: region
                certs: [iso27001, c5, 'a "b"']
                key_custody: customer
                tee: true
                attested: false
              - {id: bare, certs: []}
            controller: full
            """);

        var read = SiteBook.read("sites.json", full.toJson());

        assertThat(read.version()).isEqualTo(full.version());
        assertThat(read.expires()).isEqualTo(full.expires());
        assertThat(read.controller()).contains(SiteId.of("full"));
        assertThat(read.sites()).containsExactlyElementsOf(full.sites());
        assertThat(read.toJson()).isEqualTo(full.toJson());
    }

    @Test
    void shouldWriteAFixedForm() {
        var small = SiteBook.read("s", """
                apiVersion: tieline.dev/sites/v1
                version: 2
                expires: 2027-01-01
                controller: a
                sites:
                  - {id: b, country: "NO", certs: [z, y], tee: false}
                  - {id: a, broker: b, cost: 4}
                """);

        assertThat(small.toJson())
                .isEqualTo("{\"apiVersion\":\"tieline.dev/sites/v1\",\"version\":2,"
                        + "\"expires\":\"2027-01-01T00:00:00Z\",\"controller\":\"a\",\"sites\":["
                        + "{\"id\":\"b\",\"cost\":0,\"country\":\"NO\",\"certs\":[\"y\",\"z\"],\"tee\":false},"
                        + "{\"id\":\"a\",\"broker\":\"b\",\"cost\":4}]}");
    }

    @Test
    void shouldNotWriteABookThatNobodyCouldRead() {
        assertThatThrownBy(() -> SiteBook.empty().toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs at least one site");
    }

    @Test
    void shouldReadTheBookOfTheDemo() {
        var demo = SiteBook.read(Path.of("profiles/sites-demo.yaml"));

        var regions = demo.sites().stream()
                .filter(site -> site.facts().tier() == Tier.REGION && site.cost() > 0)
                .sorted(Comparator.comparingInt(Site::cost))
                .map(site -> site.id().value())
                .toList();
        assertThat(regions).containsExactly("us-east", "eu-west", "eu-central");
        assertThat(demo.path(SiteId.of("clinic-berlin"), SiteId.of("us-east"), NOW)
                        .hops())
                .extracting(Hop::toString)
                .containsExactly("relay broker-fra", "process us-east", "relay broker-fra");
        assertThat(demo.controller()).contains(SiteId.of("controller-fra"));
        assertThat(demo.sites())
                .allSatisfy(site -> assertThat(site.facts().accessCountries()).isNotNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1 | v2 | sites.yaml:1: apiVersion: needs 'tieline.dev/sites/v1', and this is 'tieline.dev/sites/v2'",
                "version: 7 | version: 0 | sites.yaml:2: version: needs an integer of 1 or more, and this is 0",
                "expires: 2027-02-01T00:00:00Z | expires: soon | sites.yaml:3: expires: needs a time",
                "id: loose | id: clinic | sites.yaml:8: sites[3].id: the site 'clinic' stands in the book twice",
                "id: loose | id: Loose | sites.yaml:8: sites[3].id: 'Loose' is not a site id",
                "id: loose, | id: loose, planet: B, | sites.yaml:8: sites[3].planet: unknown key 'planet'",
                "broker: broker-2 | broker: broker-3 | sites.yaml:7: sites[2].broker: the broker 'broker-3' is not a site",
                "cost: 10 | cost: -1 | sites.yaml:7: sites[2].cost: needs an integer of 0 to 2147483647",
                "cost: 10 | cost: 2147483648 | sites.yaml:7: sites[2].cost: needs an integer of 0 to 2147483647",
                "US-VA | XX | sites.yaml:7: sites[2].country: needs a jurisdiction",
                "tier: gateway | tier: cloud | sites.yaml:5: sites[0].tier: unknown tier 'cloud'",
                "expires: | expiry: | sites.yaml:3: expiry: unknown key 'expiry'",
            })
    void shouldNameTheFaultOfABookThatIsNotValid(String right, String wrong, String message) {
        var text = BOOK.replace(right, wrong);

        assertThatThrownBy(() -> SiteBook.read("sites.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseABookWithoutSitesAndAFileThatIsMissing() {
        assertThatThrownBy(() -> SiteBook.read(
                        "s", "apiVersion: tieline.dev/sites/v1\nversion: 1\nexpires: 2027-01-01\nsites: []"))
                .hasMessageContaining("needs at least one item");
        assertThatThrownBy(() -> SiteBook.read(Path.of("profiles/missing.yaml")))
                .hasMessageContaining("there is no such file");
    }

    @Test
    void shouldRefuseFactsOfAnotherSite() {
        assertThatThrownBy(() -> new Site(CLINIC, SiteFacts.unknown("far"), null, 0))
                .hasMessage("the facts of 'far' are not those of site clinic");
        assertThatThrownBy(() -> new Site(CLINIC, SiteFacts.unknown("clinic"), null, -1))
                .hasMessage("the cost of site clinic must not be negative, and it is -1");
    }

    private static SiteBook withController(String site) {
        return SiteBook.read("sites.yaml", BOOK + "controller: " + site + "\n");
    }
}
