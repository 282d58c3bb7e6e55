package dev.tieline.policy.guard.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.expr.CheckedExpr;
import dev.cel.expr.SourceInfo;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.GuardException;
import dev.tieline.policy.guard.GuardLoader;
import dev.tieline.policy.guard.GuardType;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CelGuardCompilerTest {
    private static final CelGuardCompiler COMPILER = new CelGuardCompiler();
    private static final String LEGAL =
            ". Legal here: request.{class, tags, purpose, action, transform}, origin.{tenant,"
                    + " site, country, subdivision, operator_home}, hop.{role, site, country, subdivision, operator_home,"
                    + " access_countries, tier, certs, key_custody, tee, attested, sees, retention_s}";

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            hop.cuntry == 'US';               at line 1, column 4 of the expression: undefined field 'cuntry'{LEGAL}
            has(origin.role);                 at line 1, column 4 of the expression: undefined field 'role'{LEGAL}
            hops.country == 'US';             at line 1, column 1 of the expression: undeclared reference to 'hops'{SOMEWHERE}{LEGAL}
            now() > 1;                        at line 1, column 4 of the expression: undeclared reference to 'now'{SOMEWHERE}{LEGAL}
            hop.tee == 'yes';                 at line 1, column 9 of the expression: found no matching overload for '_==_' applied to '(bool, string)'{ANY}
            hop.country;                      at line 1, column 4 of the expression: expected type 'bool' but found 'string'
            hop.country ==;                   at line 1, column 15 of the expression: {ANY}
            ;                                 at line 1, column 1 of the expression: {ANY}
            tieline.Hop{}.tee;                it makes a message, which no expression here needs
            hop.country + 'x' == 'USx';       it joins texts or lists with +, which may grow without bounds. Maybe compare the parts one by one
            size(hop.certs + hop.certs) > 1;  it joins texts or lists with +, which may grow without bounds. Maybe compare the parts one by one
            dyn(hop.site) + dyn('') == '';    it joins texts or lists with +, which may grow without bounds. Maybe compare the parts one by one
            hop == hop;                       it uses hop as a whole, and only its fields can be used
            has(dyn(hop).cuntry);             it uses hop as a whole, and only its fields can be used
            [.origin].exists(o, true);        it uses origin as a whole, and only its fields can be used
            [1].all(i, hop.site.matches('a'));it matches a regular expression inside of a loop, which may take very long. Maybe list the values and test membership with in
            [1].all(i, i + 1 > 0);            it adds inside of a loop, which may grow without bounds. Maybe test membership with in
            request.tags.all(hop, hop == ''); the variable of a loop is named 'hop', as something that every expression sees. Maybe choose another name
            [1].all(a, [1].all(b, [1].all(c, true))); it has more than 2 loops such as all and exists within or after each other. Maybe test membership with in
            [1].map(a, [a]).map(b, [b]).all(c, true); it has more than 2 loops such as all and exists within or after each other. Maybe test membership with in
            """)
    @Shows(Sentence.M_GUARD_TYPES)
    void shouldSayWhatIsWrongWhereAndWhatWouldBeLegal(String when, String message) {
        var expected = message.replace("{LEGAL}", LEGAL).replace("{SOMEWHERE}", " (in container '')");

        assertThatThrownBy(() -> COMPILER.compile(when == null ? "" : when))
                .isInstanceOf(GuardException.class)
                .message()
                .startsWith(expected.replace("{ANY}", ""))
                .satisfies(actual -> assertThat(message.endsWith("{ANY}") || actual.equals(expected))
                        .as(actual)
                        .isTrue());
    }

    @Test
    void shouldRefuseATextThatIsTooLong() {
        var longest = "true" + " ".repeat(CheckedGuard.MAX_TEXT - 4);

        assertThat(compiles(longest)).isTrue();
        assertThatThrownBy(() -> COMPILER.compile(longest + " "))
                .hasMessage("the expression has 4097 characters; the limit is 4096");
    }

    @Test
    void shouldRefuseATextThatIsNestedTooDeep() {
        assertThat(compiles("!".repeat(3) + "(".repeat(10) + "hop.tee" + ")".repeat(10)))
                .isTrue();
        assertThatThrownBy(() -> COMPILER.compile("(".repeat(100) + "hop.tee" + ")".repeat(100)))
                .isInstanceOf(GuardException.class);
        assertThatThrownBy(() -> COMPILER.compile("1" + "+1".repeat(2000) + " > 0"))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("recursion limit exceeded. limit: 32");
        assertThatThrownBy(() -> COMPILER.compile("[".repeat(1000) + "]".repeat(1000) + " == []"))
                .isInstanceOf(GuardException.class);
    }

    private static boolean compiles(String when) {
        try {
            return COMPILER.compile(when).text().equals(when);
        } catch (GuardException e) {
            throw new AssertionError(when, e);
        }
    }

    static Stream<String> fields() {
        return GuardType.all().stream()
                .flatMap(type -> type.fields().keySet().stream().map(field -> type.variable() + "." + field));
    }

    @ParameterizedTest
    @MethodSource("fields")
    @Shows(Sentence.M_GUARD_FIELDS)
    void shouldKnowEveryField(String field) {
        assertThat(compiles("has(" + field + ")")).isTrue();
    }

    @Test
    void shouldMakeTheSameBytesOfTheSameText() throws GuardException {
        var when = "request.tags.exists(t, t in hop.certs) && !(hop.country in ['US', 'DE'])";

        assertThat(new CelGuardCompiler().compile(when).checked())
                .isEqualTo(COMPILER.compile(when).checked())
                .hasSizeLessThan(4096);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            hop.tee;                               true
            request.class == 'public';             false
            request.class == 'x' || .hop.tee;      true
            request.tags.exists(h, h == 'hop');    false
            has(hop.tee);                          true
            [hop.tee][0];                          true
            {'a': hop.tee}['a'];                   true
            request.tags.exists(h, h in hop.certs);true
            """)
    void shouldTellWhetherAnExpressionMentionsAHop(String when, boolean mentions) throws GuardException {
        var guard = new GuardLoader(Set.of(), Set.of()).load(COMPILER.compile(when));

        assertThat(guard.mentionsHop()).isEqualTo(mentions);
        assertThat(guard.text()).isEqualTo(when);
    }

    /** What a node loads may be damaged: it is refused, or it can be asked, and nothing else. */
    @Test
    void shouldLoadOrRefuseWhateverAnExpressionIsDamagedTo() throws GuardException {
        var seed = 20261123L;
        var random = new Random(seed);
        var loader = new GuardLoader(Set.of("health"), Set.of());
        var checked = COMPILER.compile("request.tags.exists(t, t in hop.certs) && hop.retention_s + 1 < 10")
                .checked();
        var refused = 0;

        for (var i = 0; i < 2000; i++) {
            var damaged = damaged(checked, random);
            try {
                loader.load(new CheckedGuard("x", damaged));
            } catch (GuardException e) {
                assertThat(e.getMessage()).as("seed %d, round %d", seed, i).isNotBlank();
                refused++;
            }
        }

        assertThat(refused).as("seed %d", seed).isGreaterThan(500);
    }

    /** The library fails here by an error and not by an exception. */
    @Test
    void shouldRefuseToLoadATreeWithAnExtensionOfAKindThatNobodyKnows() throws Exception {
        var tree =
                CheckedExpr.parseFrom(new CelGuardCompiler().compile("hop.tee").checked()).toBuilder();
        tree.getSourceInfoBuilder()
                .addExtensions(SourceInfo.Extension.newBuilder().setId("x").addAffectedComponentsValue(99));
        var guard = new CheckedGuard("hop.tee", tree.build().toByteArray());

        assertThatThrownBy(() -> new GuardLoader(Set.of(), Set.of()).load(guard))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("its compiled form is malformed");
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        var copy = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
        for (var i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    @Test
    void shouldRefuseToLoadWhatIsNotBooleanOrTooLarge() {
        var loader = new GuardLoader(Set.of(), Set.of());

        assertThatThrownBy(() -> loader.load(new CheckedGuard("x", new byte[0])))
                .isInstanceOf(GuardException.class);
        assertThatThrownBy(() -> loader.load(new CheckedGuard("x", new byte[2 << 20])))
                .hasMessage("its compiled form has 2097152 bytes; the limit is 1048576");
    }
}
