package dev.tieline.policy.oracle;

import static dev.tieline.policy.oracle.Misreading.*;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a guard sees: the fields of the question, of its origin and of the hop at hand. */
record Fields(
        Reading reading,
        Book book,
        Question question,
        @Nullable Facts hop) implements Guard.Sight {

    @Override
    public Optional<Object> of(Guard.Field field) {
        return switch (field.owner()) {
            case "request" -> request(field.name());
            case "origin" -> fact(question.origin(), field.name());
            default -> Optional.ofNullable(hop).flatMap(facts -> fact(facts, field.name()));
        };
    }

    private Optional<Object> request(String name) {
        return switch (name) {
            case "class" ->
                Optional.<Object>of(question.dataClass())
                        .filter(word -> !word.equals("unknown") || reading.wrong(GUARDS_SEE_UNKNOWN_CLASS));
            case "tags" ->
                Optional.<Object>of(question.tags())
                        .filter(tags -> question.tags().stream().allMatch(tag -> reading.declaresTag(book, tag))
                                || reading.wrong(GUARDS_SEE_UNDECLARED_TAGS));
            case "purpose" ->
                question.purposeIfKnown()
                        .filter(word ->
                                reading.declaresPurpose(book, word) || reading.wrong(GUARDS_SEE_UNDECLARED_PURPOSE))
                        .map(Object.class::cast);
            case "action" -> Optional.of(question.action());
            case "transform" -> question.transformIfKnown().map(Object.class::cast);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Optional<Object> fact(Facts facts, String name) {
        return switch (name) {
            case "country", "operator_home" -> facts.word(name).map(this::country);
            case "access_countries" ->
                facts.words(name).map(codes -> codes.stream().map(this::country).toList());
            case "subdivision" -> facts.word("country").flatMap(Places::part).map(Object.class::cast);
            case "retention_s" -> facts.word("retention").map(hours -> 3600 * Long.parseLong(hours.replace("h", "")));
            default -> Optional.ofNullable(facts.known().get(name));
        };
    }

    private String country(String code) {
        return reading.wrong(GUARDS_SEE_PARTS) ? code : Places.country(code);
    }
}
