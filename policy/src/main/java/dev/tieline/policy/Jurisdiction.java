package dev.tieline.policy;

import dev.tieline.policy.document.YamlValue;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A country, or a part of one, whose law applies.
 *
 * @param country ISO 3166-1 alpha-2, such as {@code US}
 * @param subdivision the part after the hyphen of an ISO 3166-2 code, such as {@code CA} for {@code US-CA}; null where
 *     only the country is known
 */
public record Jurisdiction(String country, @Nullable String subdivision) {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Pattern SUBDIVISION = Pattern.compile("[A-Z0-9]{1,3}");

    /** @throws IllegalArgumentException if there is no such country or the subdivision is malformed */
    public Jurisdiction {
        if (!COUNTRIES.contains(country)) {
            throw new IllegalArgumentException("'" + country + "' is not a country code of ISO 3166-1 alpha-2."
                    + advice(country.toUpperCase(Locale.ROOT)));
        }
        if (subdivision != null && !SUBDIVISION.matcher(subdivision).matches()) {
            throw new IllegalArgumentException("'" + country + "-" + subdivision
                    + "' is not a jurisdiction: a subdivision has 1 to 3 capital letters or digits, as in US-CA");
        }
    }

    /**
     * The jurisdiction of a code such as {@code DE} or {@code US-CA}.
     *
     * @throws IllegalArgumentException if the code names no country
     */
    public static Jurisdiction of(String code) {
        var hyphen = code.indexOf('-');
        return hyphen < 0
                ? new Jurisdiction(code, null)
                : new Jurisdiction(code.substring(0, hyphen), code.substring(hyphen + 1));
    }

    /** Reads a code from a declared file. @throws dev.tieline.policy.document.DocumentException if it is none */
    public static Jurisdiction read(YamlValue value) {
        try {
            return of(value.asScalar().string());
        } catch (IllegalArgumentException e) {
            throw value.error("needs a jurisdiction such as DE or US-CA: " + e.getMessage());
        }
    }

    private static String advice(String upper) {
        return switch (upper) {
            case "UK" -> " Maybe GB is meant";
            case "EL" -> " Maybe GR is meant";
            default -> COUNTRIES.contains(upper) ? " Maybe " + upper + " is meant" : "";
        };
    }

    @Override
    public String toString() {
        return subdivision == null ? country : country + "-" + subdivision;
    }
}
