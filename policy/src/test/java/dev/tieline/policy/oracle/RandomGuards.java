package dev.tieline.policy.oracle;

import dev.tieline.policy.oracle.Guard.Field;
import java.util.List;

/** Random guards out of the part of CEL that {@link Guard} knows. */
final class RandomGuards {
    private static final List<Field> OF_HOPS =
            fields("hop", "site", "country", "operator_home", "subdivision", "tier", "key_custody", "sees");
    private static final List<Field> OF_REQUESTS =
            fields("request", "class", "purpose", "purpose", "transform", "action");
    private static final List<Field> OF_ORIGINS = fields("origin", "site", "country", "subdivision", "tenant");

    private final Chance chance;

    RandomGuards(Chance chance) {
        this.chance = chance;
    }

    private static List<Field> fields(String owner, String... names) {
        return List.of(names).stream().map(name -> new Field(owner, name)).toList();
    }

    Guard any() {
        return chance.oneIn(3) ? compound() : simple();
    }

    Guard aboutHop() {
        return chance.oneIn(3) ? ofHop() : new Guard.Holds(chance.of(Lawmaker.CERTS), new Field("hop", "certs"));
    }

    private Guard compound() {
        return switch (chance.below(3)) {
            case 0 -> new Guard.Not(simple());
            case 1 -> new Guard.And(simple(), simple());
            default -> new Guard.Or(simple(), simple());
        };
    }

    private Guard simple() {
        return switch (chance.below(4)) {
            case 0, 1 -> ofHop();
            case 2 -> ofRequest();
            default -> chance.oneIn(2) ? ofOrigin() : guarded();
        };
    }

    /** A comparison that cannot err. */
    private Guard guarded() {
        var field = chance.of(OF_HOPS);
        return chance.oneIn(2)
                ? new Guard.And(new Guard.Has(field), is(field))
                : new Guard.Or(new Guard.Not(new Guard.Has(field)), is(field));
    }

    private Guard ofHop() {
        return switch (chance.below(8)) {
            case 0, 1 -> is(chance.of(OF_HOPS));
            case 2 -> {
                var name = chance.of(List.of("site", "country", "operator_home"));
                yield new Guard.Differ(new Field("hop", name), new Field("origin", name));
            }
            case 3 -> new Guard.Flag(new Field("hop", chance.of(List.of("tee", "attested"))));
            case 4 -> new Guard.AtMost(new Field("hop", "retention_s"), 3600L * chance.below(4));
            case 5 -> new Guard.Among(new Field("hop", "role"), chance.few(List.of("process", "relay", "store")));
            case 6 -> new Guard.Has(chance.of(OF_HOPS));
            default -> new Guard.Holds(chance.of(List.of("DE", "US")), new Field("hop", "access_countries"));
        };
    }

    private Guard ofRequest() {
        return switch (chance.below(3)) {
            case 0 -> new Guard.Holds(chance.of(List.of("health", "export")), new Field("request", "tags"));
            case 1 ->
                chance.oneIn(4) ? new Guard.Has(chance.of(OF_REQUESTS)) : new Guard.Not(is(chance.of(OF_REQUESTS)));
            default -> is(chance.of(OF_REQUESTS));
        };
    }

    private Guard ofOrigin() {
        return is(chance.of(OF_ORIGINS));
    }

    private Guard is(Field field) {
        var words = words(field.name());
        return chance.oneIn(3) ? new Guard.Among(field, chance.few(words)) : new Guard.Is(field, chance.of(words));
    }

    private static List<String> words(String name) {
        return switch (name) {
            case "site" -> Lawmaker.SITES;
            case "country", "operator_home" -> List.of("DE", "US", "CH");
            case "subdivision" -> List.of("CA", "NY");
            case "tier" -> Lawmaker.TIERS;
            case "key_custody" -> Lawmaker.CUSTODIES;
            case "sees" -> List.of("clear", "cipher", "metadata");
            case "class" -> Lawmaker.CLASSES;
            case "purpose" -> List.of("diagnostics", "billing");
            case "transform" -> List.of("raw", "features");
            case "action" -> List.of("infer", "relay", "train");
            case "tenant" -> List.of("acme", "other");
            default -> throw new IllegalArgumentException(name);
        };
    }
}
