package dev.tieline.policy.bundle;

import static dev.tieline.policy.schema.SchemaFile.wordsOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tieline.policy.Action;
import dev.tieline.policy.Hop;
import dev.tieline.policy.Obligation;
import dev.tieline.policy.Tier;
import dev.tieline.policy.Transform;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.guard.compile.CelGuardCompiler;
import dev.tieline.policy.schema.SchemaFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema of bundles and their reader agree on all that a schema can say. */
class BundleSchemaTest {
    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();
    private static final int BUNDLES = 200;
    private static final int MUTANTS = 500;
    private static final int MUTANTS_OF_A_SAMPLE = 50;

    /** What no schema can see, by a part of the reader's message. */
    enum Beyond {
        DATES_OUT_OF_ORDER("needs a time after "),
        NO_SUCH_COUNTRY("is not a country code of ISO 3166-1 alpha-2"),
        BLOC_AS_DATED_MEMBER("a dated member needs a country, and "),
        BLOC_WITHIN_ITSELF("contains itself"),
        UNDECLARED_TAG("unknown tag "),
        UNDECLARED_PURPOSE("unknown purpose "),
        ID_TWICE("stands here a second time"),
        BAD_EXPRESSION("the expression cannot be used: "),
        COMPILED_TWICE("there is an entry for this expression already"),
        COMPILED_OTHERWISE("is not what the expression compiles to here"),
        COMPILED_FOR_NOTHING("is for an expression that stands under no when of this bundle");

        private final String sign;

        Beyond(String sign) {
            this.sign = sign;
        }

        boolean covers(Optional<DocumentException> error) {
            return error.filter(it -> String.valueOf(it.getMessage()).contains(sign))
                    .isPresent();
        }

        static boolean anyCovers(Optional<DocumentException> error) {
            return Arrays.stream(values()).anyMatch(beyond -> beyond.covers(error));
        }
    }

    // What is valid.

    @Test
    void shouldAcceptRandomBundlesThatTheReaderAccepts() {
        for (var seed = 0; seed < BUNDLES; seed++) {
            var bundle = RandomBundle.text(seed);

            assertThat(readerOn(bundle)).as("seed %d: %s", seed, bundle).isEmpty();
            assertThat(SchemaFile.BUNDLE.objections(bundle))
                    .as("seed %d: %s", seed, bundle)
                    .isEmpty();
        }
    }

    // What is not.

    @ParameterizedTest
    @MethodSource("invalid")
    void shouldRefuseWhatTheReaderRefusesButForWhatNoSchemaCanSee(String bundle) {
        var error = readerOn(bundle);

        var objections = SchemaFile.BUNDLE.objections(bundle);

        assertThat(error).isPresent();
        assertThat(objections.isEmpty()).as("%s against %s", error, objections).isEqualTo(Beyond.anyCovers(error));
    }

    static Stream<String> invalid() {
        return Stream.of(
                        table("shouldRefuseADocumentOfAnotherForm").map(text -> text.replace("\\n", "\n")),
                        table("shouldRefuseABundleThatDoesNotSayWhoItIsOrWhenItHolds")
                                .map(head -> "apiVersion: tieline.dev/policy/v1\nbundle: {" + head + "}"),
                        first(BundleErrorsTest.shouldRefuseDeclarations()).map(text -> Bundles.HEAD + text),
                        Stream.of("tenant", "site", "device")
                                .map(level -> Bundles.HEAD.replace("platform", level) + "defaults: {public: allow}"),
                        first(BundleErrorsTest.shouldRefuseARule()).map(BundleSchemaTest::withRule),
                        Stream.of(
                                withRule("id: a, effect: forbid}, {id: a, effect: forbid"),
                                withRule("id: a, effect: forbid, when: hop.colour"),
                                withRule("id: a, effect: forbid, when: \"true\"")
                                        + "\nguards: [{when: \"true\", checked: AAAA}]",
                                withRule("id: a, effect: forbid") + "\nguards: [{when: \"true\", checked: AAAA}]",
                                withRule("id: a, effect: forbid") + "\nguards: [{when: \"true\", checked: AAAA},"
                                        + " {when: \"true\", checked: AAAA}]",
                                withRule("id: a, effect: forbid") + "\nguards: [{when: \"true\", checked: \"!\"}]",
                                withRule("id: a, effect: forbid") + "\nguards: [{when: \"true\"}]",
                                withRule("id: a, effect: forbid") + "\nguards: []"),
                        BundleErrorsTest.shouldRefuseTheRequestMatchOfARule()
                                .map(Arguments::get)
                                .map(row -> withRule(
                                        "id: a, effect: " + row[0] + ", for: " + row[1] + ", hops: {any: {}}")),
                        BundleErrorsTest.shouldRefuseTheHopsOfARule()
                                .map(Arguments::get)
                                .map(row -> withRule(
                                        "id: a, effect: " + row[0] + ", for: {class: [public]}, hops: " + row[1])))
                .flatMap(bundles -> bundles);
    }

    private static Stream<String> first(Stream<Arguments> rows) {
        return rows.map(row -> String.valueOf(row.get()[0]));
    }

    /** The first column of a table in the test of the reader. */
    private static Stream<String> table(String test) {
        return Arrays.stream(BundleErrorsTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(test))
                .flatMap(method ->
                        method.getAnnotation(CsvSource.class).textBlock().lines())
                .map(line -> line.substring(0, line.lastIndexOf(" | ")).strip());
    }

    private static String withRule(String rule) {
        return Bundles.HEAD + Bundles.WORDS + "rules: [{" + rule + "}]";
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveToTheReaderOnlyWhatTheReaderRefuses(Beyond beyond) {
        assertThat(invalid().map(BundleSchemaTest::readerOn)).anyMatch(beyond::covers);
    }

    @Test
    void shouldAgreeWithTheReaderOnDamagedBundles() {
        for (var seed = 0; seed < MUTANTS; seed++) {
            checkDamaged(SchemaFile.json(YamlReader.read("b", RandomBundle.text(seed % 100))), seed);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tieline.policy.bundle.SamplesTest#names")
    void shouldAgreeWithTheReaderOnDamagedSamples(String name) {
        var sample = SchemaFile.json(YamlReader.read(Path.of("rules", "samples", name + ".yaml")));
        var cases = (ArrayNode) sample.get("tests");
        while (cases.size() > 2) {
            cases.remove(cases.size() - 1);
        }
        for (var seed = 0; seed < MUTANTS_OF_A_SAMPLE; seed++) {
            checkDamaged(sample, seed);
        }
    }

    private static void checkDamaged(JsonNode bundle, long seed) {
        var mutant = new Damage(new Random(seed)).to(bundle);
        var error = readerOn(mutant.toString());
        var objections = SchemaFile.BUNDLE.objections(mutant);
        if (!Beyond.anyCovers(error)) {
            assertThat(objections.isEmpty())
                    .as("seed %d: %s against %s in %s", seed, error, objections, mutant)
                    .isEqualTo(error.isEmpty());
        }
    }

    /** What the reader objects to; empty if it accepts the bundle. */
    private static Optional<DocumentException> readerOn(String bundle) {
        try {
            PolicySetReader.read(List.of(new BundleText("b.yaml", bundle)), COMPILER);
            return Optional.empty();
        } catch (DocumentException e) {
            return Optional.of(e);
        }
    }

    // Words and keys.

    @Test
    void shouldKnowTheWordsOfTheLanguageAndNoOthers() {
        var schema = SchemaFile.BUNDLE;

        assertThat(schema.words("$defs", "action")).isEqualTo(wordsOf(Action.values()));
        assertThat(schema.words("$defs", "transform")).isEqualTo(wordsOf(Transform.values()));
        assertThat(schema.words("$defs", "tier")).isEqualTo(wordsOf(Tier.values()));
        assertThat(schema.words("$defs", "role")).isEqualTo(wordsOf(Hop.Role.values()));
        assertThat(schema.words("$defs", "sees")).isEqualTo(wordsOf(Hop.Sees.values()));
        assertThat(schema.words("$defs", "dataClass")).isEqualTo(wordsOf(DataClasses.nameable()));
        assertThat(schema.words("$defs", "default")).isEqualTo(words(Effect.values(), Effect::word));
        assertThat(schema.words("$defs", "mode")).isEqualTo(words(Mode.values(), Mode::word));
        assertThat(schema.words("$defs", "permit", "properties", "oblige", "items"))
                .isEqualTo(words(Obligation.values(), Obligation::word));
        assertThat(schema.words("$defs", "head", "properties", "level")).isEqualTo(wordsOf(Level.values()));
        assertThat(schema.words("$defs", "case", "properties", "expect"))
                .isEqualTo(words(PolicyCase.Expected.values(), PolicyCase.Expected::word));
        assertThat(schema.words("$defs", "clause", "properties", "same"))
                .isEqualTo(words(SameAsOrigin.Aspect.values(), SameAsOrigin.Aspect::word));
    }

    private static <E> List<String> words(E[] constants, Function<E, String> word) {
        return Arrays.stream(constants).map(word).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .                  | zz: 1
            $defs/head         | bundle: {id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01, zz: 1}
            $defs/defaults     | defaults: {zz: allow}
            $defs/datedMember  | blocs: {X: [{country: CH, from: 2000-07-26, zz: 1}]}
            $defs/permitFor    | rules: [{id: a, effect: permit, for: {class: [public], zz: 1}, hops: {any: {}}}]
            $defs/forbidFor    | rules: [{id: a, effect: forbid, for: {zz: 1}}]
            $defs/permitHops   | rules: [{id: a, effect: permit, for: {class: [public]}, hops: {zz: {}}}]
            $defs/forbidHops   | rules: [{id: a, effect: forbid, hops: {zz: {}}}]
            $defs/storeClause  | rules: [{id: a, effect: permit, for: {class: [public]}, hops: {store: {zz: 1}}}]
            $defs/permit       | rules: [{id: a, effect: permit, zz: 1}]
            $defs/case         | tests: [{name: a, zz: 1}]
            $defs/request      | tests: [{name: a, request: {zz: 1}}]
            $defs/label        | tests: [{name: a, request: {action: infer, label: {zz: 1}}}]
            $defs/origin       | tests: [{name: a, request: {action: infer, label: {tags: []}, at: 2026-01-01, origin: {zz: 1}}}]
            $defs/hop          | tests: [{name: a, request: {action: infer, label: {tags: []}, at: 2026-01-01, path: [{zz: 1}]}}]
            """)
    void shouldKnowTheKeysOfTheLanguageAndNoOthers(String place, String wrong) {
        var head = wrong.startsWith("bundle") ? Bundles.HEAD.lines().findFirst().orElseThrow() + "\n" : Bundles.HEAD;
        var message = String.valueOf(readerOn(head + wrong).orElseThrow().getMessage());

        var keys = place.equals(".") ? SchemaFile.BUNDLE.keys() : SchemaFile.BUNDLE.keys(place.split("/"));

        assertThat(message).contains("unknown key 'zz'. Legal here: ");
        assertThat(keys)
                .containsExactlyInAnyOrder(
                        message.substring(message.indexOf("Legal here: ") + 12).split(", "));
    }

    @Test
    void shouldOfferAStoreNothingButTheTermMoreThanOthers() {
        var store = List.copyOf(SchemaFile.BUNDLE.keys("$defs", "storeClause"));

        assertThat(SchemaFile.BUNDLE.keys("$defs", "clause")).isSubsetOf(store).doesNotContain("retentionMax");
        assertThat(store).hasSize(SchemaFile.BUNDLE.keys("$defs", "clause").size() + 1);
    }
}
