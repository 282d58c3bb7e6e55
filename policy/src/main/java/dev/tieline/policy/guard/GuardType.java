package dev.tieline.policy.guard;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A variable of expressions, with the fields that it has. What stands in a field is the story of {@link GuardFacts}.
 *
 * @param variable its name
 * @param fields the type of each field, in the order in which messages list them
 */
public record GuardType(String variable, Map<String, CelType> fields) {
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType WHETHER = SimpleType.BOOL;
    private static final CelType NUMBER = SimpleType.INT;

    public GuardType {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The variables {@code request}, {@code origin} and {@code hop}. */
    public static List<GuardType> all() {
        return List.of(request(), origin(), hop());
    }

    /** Such as {@code tieline.Request}. */
    public String typeName() {
        return "tieline." + Character.toUpperCase(variable.charAt(0)) + variable.substring(1);
    }

    /** Such as <code>request.{class, tags}</code>. */
    @Override
    public String toString() {
        return variable + ".{" + String.join(", ", fields.keySet()) + "}";
    }

    private static GuardType request() {
        var fields = new LinkedHashMap<String, CelType>();
        fields.put("class", TEXT);
        fields.put("tags", TEXTS);
        fields.put("purpose", TEXT);
        fields.put("action", TEXT);
        fields.put("transform", TEXT);
        return new GuardType("request", fields);
    }

    private static GuardType origin() {
        var fields = new LinkedHashMap<String, CelType>();
        fields.put("tenant", TEXT);
        fields.put("site", TEXT);
        fields.put("country", TEXT);
        fields.put("subdivision", TEXT);
        fields.put("operator_home", TEXT);
        return new GuardType("origin", fields);
    }

    private static GuardType hop() {
        var fields = new LinkedHashMap<String, CelType>();
        fields.put("role", TEXT);
        fields.put("site", TEXT);
        fields.put("country", TEXT);
        fields.put("subdivision", TEXT);
        fields.put("operator_home", TEXT);
        fields.put("access_countries", TEXTS);
        fields.put("tier", TEXT);
        fields.put("certs", TEXTS);
        fields.put("key_custody", TEXT);
        fields.put("tee", WHETHER);
        fields.put("attested", WHETHER);
        fields.put("sees", TEXT);
        fields.put("retention_s", NUMBER);
        return new GuardType("hop", fields);
    }
}
