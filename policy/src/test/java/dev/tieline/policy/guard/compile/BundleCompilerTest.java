package dev.tieline.policy.guard.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.bundle.PolicySetReader;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.oracle.Sentence;
import dev.tieline.policy.oracle.Shows;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BundleCompilerTest {
    private static final BundleCompiler COMPILER = new BundleCompiler();
    private static final String BUNDLE = """
            # Who may see what.
            apiVersion: tieline.dev/policy/v1
            bundle: {id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            blocs:
              OTHERS: [CH, {country: US, from: 2023-07-10, when: "'dpf' in hop.certs"}] # the framework
            rules:
              - id: abroad
                effect: forbid
                when: "hop.country != origin.country"
              - id: abroad-on-trial
                effect: forbid
                mode: audit
                when: "hop.country != origin.country"
            # The end.
            """;

    private static String compiled(String text) {
        return COMPILER.compile(new BundleText("b.yaml", text));
    }

    @Test
    void shouldAppendEachExpressionOnceAndLeaveAllElseAsItIs() {
        var compiled = compiled(BUNDLE);

        assertThat(compiled).startsWith(BUNDLE + "guards:\n  - when: \"'dpf' in hop.certs\"\n    checked: \"");
        assertThat(YamlReader.read("b.yaml", compiled).asMap().list("guards").maps())
                .extracting(map -> map.string("when"))
                .containsExactly("'dpf' in hop.certs", "hop.country != origin.country");
    }

    @Test
    @Shows(Sentence.S8)
    void shouldMakeABundleThatCanBeReadWithoutTheCompiler() {
        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", BUNDLE))
                .isInstanceOf(DocumentException.class)
                .hasMessage("b.yaml:5: blocs.OTHERS[1].when: the expression is not compiled: it has no entry under"
                        + " guards, and there is no compiler here. Maybe run ./tieline policy compile on the bundle");

        var policy = PolicySetReader.read("b.yaml", compiled(BUNDLE));

        assertThat(policy.bundles().getFirst().rules()).containsExactly("abroad", "abroad-on-trial");
    }

    @Test
    void shouldRefuseMoreExpressionsThanANodeCouldHold() {
        var rules = IntStream.rangeClosed(0, CheckedGuard.MAX_IN_BUNDLE)
                .mapToObj(i -> "  - {id: r" + i + ", effect: forbid, when: \"hop.site == '" + i + "'\"}\n")
                .collect(Collectors.joining());
        var text = BUNDLE.substring(0, BUNDLE.indexOf("blocs:")) + "rules:\n" + rules;

        assertThatThrownBy(() -> compiled(text))
                .isInstanceOf(DocumentException.class)
                .hasMessageEndingWith("rules[500].when: there are more than 500 different expressions");
        assertThatThrownBy(() -> PolicySetReader.read(List.of(new BundleText("b.yaml", text)), new CelGuardCompiler()))
                .hasMessageEndingWith("rules[500].when: there are more than 500 different expressions");
    }

    @Test
    void shouldLeaveWhatIsCompiledAlreadyAndWhatHasNoExpressionAsItIs() {
        var compiled = compiled(BUNDLE);
        var plain = BUNDLE.replaceAll("\n +when.*", "").replaceAll(", \\{.*}]", "]");

        assertThat(compiled(compiled)).isEqualTo(compiled);
        assertThat(compiled(plain)).isEqualTo(plain);
    }

    @Test
    void shouldReadTheCompiledFormWithTheCompilerToo() {
        var compiled = new BundleText("b.yaml", compiled(BUNDLE));

        assertThat(PolicySetReader.read(List.of(compiled), new CelGuardCompiler())
                        .bundles())
                .hasSize(1);
    }

    @Test
    void shouldRefuseACompiledFormThatDoesNotFit() {
        var other = compiled(BUNDLE).replaceFirst("when: \"hop.country !=", "when: \"hop.country ==");
        var forged = compiled(BUNDLE).replaceFirst("checked: \"....", "checked: \"AAAA");
        var reader = new CelGuardCompiler();

        assertThatThrownBy(() -> compiled(other))
                .hasMessage(
                        "b.yaml:15: guards: is not what the expressions of this bundle compile to here. Maybe remove"
                                + " the key guards and compile the bundle again");
        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", other))
                .hasMessageStartingWith("b.yaml:9: rules[0].when: the expression is not compiled");
        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", forged))
                .hasMessageStartingWith(
                        "b.yaml:5: blocs.OTHERS[1].when: the expression cannot be used: its compiled form");
        assertThatThrownBy(() -> PolicySetReader.read(List.of(new BundleText("b.yaml", forged)), reader))
                .hasMessage("b.yaml:16: guards[0]: is not what the expression compiles to here. Maybe remove the key"
                        + " guards and compile the bundle again");
    }

    @Test
    void shouldRefuseEntriesThatNoExpressionUses() {
        var compiled = compiled(BUNDLE);
        var unused =
                compiled.substring(0, compiled.indexOf("rules:")) + compiled.substring(compiled.indexOf("# The end."));

        assertThatThrownBy(() -> PolicySetReader.read("b.yaml", unused))
                .hasMessage("b.yaml:10: guards[1]: is for an expression that stands under no when of this bundle. Maybe"
                        + " remove the key guards and compile the bundle again");
    }

    @Test
    void shouldNameThePlaceOfAnExpressionThatIsNotValid() {
        assertThatThrownBy(() -> compiled(BUNDLE.replace("!= origin.country", "!= origin.cuntry")))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(
                        "b.yaml:9: rules[0].when: the expression cannot be used: at line 1, column 22 of"
                                + " the expression: undefined field 'cuntry'. Legal here: request.{");
    }

    @Test
    void shouldKeepJsonJson() {
        var json = """
                {"apiVersion": "tieline.dev/policy/v1",
                 "bundle": {"id": "j", "version": 1, "level": "site", "notBefore": "2026-01-01T00:00:00Z",
                            "expires": "2027-01-01T00:00:00Z"},
                 "rules": [{"id": "a", "effect": "forbid", "when": "hop.site == \\"ü\\""}]
                }
                """;

        var compiled = compiled(json);

        assertThat(compiled)
                .startsWith(json.substring(0, json.lastIndexOf('}'))
                        + ", \"guards\": [{\"when\": \"hop.site == \\\"\\u00fc\\\"\"")
                .endsWith("\"}]}\n");
        assertThat(PolicySetReader.read("j", compiled).bundles()).hasSize(1);
    }
}
