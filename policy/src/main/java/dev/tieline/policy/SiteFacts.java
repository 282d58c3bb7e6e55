package dev.tieline.policy;

import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlValue;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the site book asserts about a site. A fact that is {@code null} is not known, and no rule can rely on it.
 *
 * @param site the site's id; empty where even that is not known
 * @param country where the site stands
 * @param operatorHome the country of the operator's ultimate parent company
 * @param accessCountries from where the site can be administered; never empty
 * @param tier how far from the device it stands
 * @param certs the certifications it holds, such as {@code c5}; empty if it is known to hold none
 * @param keyCustody who holds the keys of data at rest
 * @param tee whether it computes in a trusted execution environment
 * @param attested whether that environment has proved itself by remote attestation
 */
public record SiteFacts(
        String site,
        @Nullable Jurisdiction country,
        @Nullable Jurisdiction operatorHome,
        @Nullable Set<Jurisdiction> accessCountries,
        @Nullable Tier tier,
        @Nullable Set<String> certs,
        @Nullable String keyCustody,
        @Nullable Boolean tee,
        @Nullable Boolean attested) {

    private static final List<String> KEYS =
            List.of("country", "operator_home", "access_countries", "tier", "certs", "key_custody", "tee", "attested");

    /** @throws IllegalArgumentException if {@code accessCountries} is empty */
    public SiteFacts {
        if (accessCountries != null && accessCountries.isEmpty()) {
            throw new IllegalArgumentException("Site '" + site + "' has an empty set of access countries."
                    + " Maybe leave it out: then it is unknown from where the site can be administered");
        }
        accessCountries = accessCountries == null ? null : Set.copyOf(accessCountries);
        certs = certs == null ? null : Set.copyOf(certs);
    }

    /** A site of which nothing but its id is known. */
    public static SiteFacts unknown(String site) {
        return new SiteFacts(site, null, null, null, null, null, null, null, null);
    }

    /** The caller's own keys and those that {@link #read} takes, for {@link YamlMap#only}. */
    public static String[] keysWith(String... own) {
        return Stream.concat(Arrays.stream(own), KEYS.stream()).toArray(String[]::new);
    }

    /**
     * Reads a site's facts out of a map that may hold other keys too; a key that is left out is an unknown fact.
     *
     * @param site the site's id; empty where it is not known
     * @throws dev.tieline.policy.document.DocumentException if a value is malformed or outside its enumeration
     */
    public static SiteFacts read(String site, YamlMap map) {
        return new SiteFacts(
                site,
                find(map, "country", Jurisdiction::read),
                find(map, "operator_home", Jurisdiction::read),
                find(map, "access_countries", SiteFacts::readAccessCountries),
                find(map, "tier", value -> value.choice("tier", Tier.values(), Tier::word)),
                find(map, "certs", value -> Set.copyOf(value.asList().strings())),
                find(map, "key_custody", value -> value.asScalar().string()),
                find(map, "tee", value -> value.asScalar().bool()),
                find(map, "attested", value -> value.asScalar().bool()));
    }

    private static <T> @Nullable T find(YamlMap map, String key, Function<YamlValue, T> read) {
        return map.find(key).map(read).orElse(null);
    }

    private static Set<Jurisdiction> readAccessCountries(YamlValue value) {
        return value.asList().notEmpty().items().stream()
                .map(Jurisdiction::read)
                .collect(Collectors.toUnmodifiableSet());
    }
}
