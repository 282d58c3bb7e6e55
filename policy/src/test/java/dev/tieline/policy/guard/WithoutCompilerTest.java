package dev.tieline.policy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.guard.compile.BundleCompiler;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A node has no compiler of expressions, and one whose bundle has none needs no library of them either. */
class WithoutCompilerTest {
    private static final String HEAD = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: a, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            defaults: {public: allow}
            """;
    private static final String GUARDED =
            HEAD + "rules: [{id: abroad, effect: forbid, when: \"hop.country != origin.country\"}]\n";

    @Test
    void shouldReadAndDecideByACompiledBundleWhereThereIsNoCompiler() throws Exception {
        var compiled = new BundleCompiler().compile(new BundleText("b.yaml", GUARDED));

        var answer = ask(compiled, WithoutCompilerTest::isOnANode);

        assertThat(answer)
                .isEqualTo("DENY: rule abroad forbids it at hop 1 (process worker: when true, needs"
                        + " !(hop.country != origin.country))");
    }

    @Test
    void shouldNameTheCommandThatCompilesWhereThereIsNoCompiler() throws Exception {
        var answer = ask(GUARDED, WithoutCompilerTest::isOnANode);

        assertThat(answer).endsWith("Maybe run ./tieline policy compile on the bundle");
    }

    @Test
    void shouldNeedNoLibraryOfExpressionsWhereThereIsNone() throws Exception {
        var answer = ask(
                HEAD,
                name -> name.startsWith("snakeyaml-engine") || name.startsWith("jspecify") || !name.endsWith(".jar"));

        assertThat(answer).isEqualTo("PERMIT: public is allowed by default");
    }

    private static boolean isOnANode(String name) {
        return !name.matches("(compiler|antlr4-runtime)-\\d.*");
    }

    /** Answers by a bundle with the classes that stay of the class path alone. */
    @SuppressWarnings("unchecked")
    private static String ask(String bundle, Predicate<String> stays) throws ReflectiveOperationException, IOException {
        var urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> stays.test(entry.getFileName().toString()))
                .map(Path::toUri)
                .map(WithoutCompilerTest::url)
                .toArray(URL[]::new);
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            var type = loader.loadClass(BundleDecision.class.getName());
            return ((Function<String, String>) type.getDeclaredConstructor().newInstance()).apply(bundle);
        }
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
