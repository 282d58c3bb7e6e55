package dev.tieline.launcher.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TielineScriptTest {
    private static final List<String> TOOLS = List.of(
            "sh",
            "sed",
            "cat",
            "dirname",
            "readlink",
            "find",
            "head",
            "mkdir",
            "ln",
            "rm",
            "touch",
            "tr",
            "tail",
            "sleep");

    @SuppressWarnings("NullAway.Init")
    private Workshop workshop;

    @BeforeEach
    void prepare(@TempDir Path folder) throws Exception {
        workshop = new Workshop(folder);
    }

    @Test
    void shouldTellItsCommandsWithoutBuildingAnything() throws Exception {
        var outcome = workshop.run();

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("demo", "node", "controller", "apply", "get", "why", "delete")
                .contains("infer", "models", "broker", "test", "bench");
        assertThat(workshop.mavenCalls()).isEmpty();
    }

    @Test
    void shouldRefuseAnUnknownCommand() throws Exception {
        var outcome = workshop.run("nod");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("tieline: there is no command 'nod'. Maybe see ./tieline help\n");
    }

    @Test
    void shouldBuildTheLauncherAndHandOverTheArguments() throws Exception {
        var outcome = workshop.run("broker", "--host", "two words");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEqualTo("Building Tieline (first time: a few minutes) ...\n");
        assertThat(outcome.out())
                .contains("JDK " + workshop.jdk)
                .contains("<-jar>\n<" + workshop.root.resolve("launcher/target/tieline-launcher-0.jar")
                        + ">\n<broker>\n<--host>\n<two words>\n");
        assertThat(workshop.mavenCalls()).singleElement().asString().endsWith("-pl launcher -am package");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "get", "why", "delete", "policy"})
    void shouldAskTheControllerByTheLauncherAlone(String command) throws Exception {
        var outcome = workshop.run(command, "-f", "a file.yaml");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("<-jar>\n<" + workshop.root.resolve("launcher/target/tieline-launcher-0.jar") + ">\n<"
                        + command + ">\n<-f>\n<a file.yaml>\n");
        assertThat(workshop.mavenCalls()).singleElement().asString().endsWith("-pl launcher -am package");
    }

    @Test
    void shouldRunWhereTheCallerStandsAndKeepStateInTheRepository() throws Exception {
        var outcome = workshop.run("broker");

        assertThat(outcome.out()).contains("IN " + workshop.folder + " HOME " + workshop.root.resolve(".tieline"));
    }

    @Test
    void shouldKeepStateWhereTheCallerSays() throws Exception {
        var outcome = workshop.with("TIELINE_HOME", "/elsewhere").run("broker");

        assertThat(outcome.out()).contains("HOME /elsewhere\n");
    }

    @Test
    void shouldRunThroughALinkToIt() throws Exception {
        var link = Files.createSymbolicLink(workshop.onPath("tl"), Path.of("../a repository/tieline"));

        var outcome = workshop.runAs(link, "broker");

        assertThat(outcome.out())
                .contains(workshop.root
                        .resolve("launcher/target/tieline-launcher-0.jar")
                        .toString());
    }

    @Test
    void shouldNotBuildWhatIsBuilt() throws Exception {
        workshop.run("broker");

        var second = workshop.run("broker");

        assertThat(workshop.mavenCalls()).hasSize(1);
        assertThat(second.err()).isEmpty();
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewer() throws Exception {
        workshop.run("broker");
        Files.setLastModifiedTime(
                workshop.root.resolve("devices/src/main/java/A.java"),
                FileTime.from(Instant.now().plus(Duration.ofHours(1))));

        var second = workshop.run("broker");

        assertThat(workshop.mavenCalls()).hasSize(2);
        assertThat(second.err()).isEqualTo("Building Tieline ...\n");
    }

    @Test
    void shouldNotBuildAgainForAModuleThatTheProgramDoesNotUse() throws Exception {
        workshop.run("broker");
        Files.setLastModifiedTime(
                workshop.root.resolve("edge-runtime/src/main/java/A.java"),
                FileTime.from(Instant.now().plus(Duration.ofHours(1))));

        workshop.run("broker");

        assertThat(workshop.mavenCalls()).hasSize(1);
    }

    @Test
    void shouldTryAFailedDownloadAgain() throws Exception {
        workshop.mavenDoes("""
                if [ "$(wc -l <calls)" -lt 3 ]; then echo "Could not transfer artifact a:b:jar:1"; exit 1; fi""");

        var outcome = workshop.run("broker");

        assertThat(outcome.code()).isZero();
        assertThat(workshop.mavenCalls()).hasSize(3);
        assertThat(outcome.err()).contains("A download failed; trying again (2 of 3) ...", "(3 of 3)");
    }

    @Test
    void shouldGiveUpAfterThreeFailedDownloads() throws Exception {
        workshop.mavenDoes("echo 'Could not transfer artifact a:b:jar:1'; exit 1");

        var outcome = workshop.run("broker");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(workshop.mavenCalls()).hasSize(3);
        assertThat(outcome.err()).contains("Could not transfer artifact a:b:jar:1");
    }

    @Test
    void shouldShowTheEndOfAFailedBuildAndNotRepeatIt() throws Exception {
        workshop.mavenDoes("echo 'error: ; expected'; exit 1");

        var outcome = workshop.run("broker");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(workshop.mavenCalls()).hasSize(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("error: ; expected")
                .endsWith("tieline: the build failed. All of its output: " + workshop.root.resolve("target/build.log")
                        + "\n");
        assertThat(leftInTarget()).isEmpty();
    }

    @Test
    void shouldTakeOverALockWhoseHolderIsGone() throws Exception {
        var holder = new ProcessBuilder("true").start();
        assertThat(holder.waitFor()).isZero();
        lock(holder.pid());

        var outcome = workshop.run("broker");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).doesNotContain("Waiting");
        assertThat(leftInTarget()).isEmpty();
    }

    @Test
    void shouldWaitForAnotherThatBuildsAndSayForWhom() throws Exception {
        var holder = new ProcessBuilder("cat").start();
        lock(holder.pid());
        Workshop.program(workshop.onPath("sleep"), "#!/bin/sh\nkill " + holder.pid() + " || true\n");

        var outcome = workshop.run("broker");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err())
                .startsWith("Waiting for the process " + holder.pid() + ", which builds here ...\nBuilding Tieline");
        assertThat(workshop.mavenCalls()).hasSize(1);
        assertThat(leftInTarget()).isEmpty();
    }

    @Test
    void shouldLeaveNoLockWhenItIsToldToEndDuringABuild() throws Exception {
        workshop.mavenDoes("kill -TERM \"$(readlink target/build.lock)\"; exit 1");

        var outcome = workshop.run("broker");

        assertThat(outcome.code()).isEqualTo(143);
        assertThat(outcome.out()).isEmpty();
        assertThat(leftInTarget()).isEmpty();
    }

    @Test
    void shouldPassOverAJavaHomeThatIsTooOld() throws Exception {
        var old = workshop.jdk("jdk 17", "17.0.15");
        Files.createSymbolicLink(workshop.onPath("javac"), Path.of("link"));
        Files.createSymbolicLink(workshop.onPath("link"), workshop.jdk.resolve("bin/javac"));

        var outcome = workshop.with("JAVA_HOME", old.toString()).run("broker");

        assertThat(outcome.out()).contains("JDK " + workshop.jdk + "\n");
    }

    @Test
    void shouldPreferAJavaHomeThatFitsToANewerOne() throws Exception {
        var fitting = workshop.jdk("jdk 21", "21.0.2");
        Files.createSymbolicLink(workshop.onPath("javac"), workshop.jdk.resolve("bin/javac"));

        var outcome = workshop.with("JAVA_HOME", fitting.toString()).run("broker");

        assertThat(outcome.out()).contains("JDK " + fitting + "\n");
    }

    @Test
    void shouldTakeTheHighestJdkOfTheUsualFolders() throws Exception {
        workshop.jdk(".sdkman/candidates/java/901-x", "901.0.1");
        var highest = workshop.jdk(".sdkman/candidates/java/902-x", "902");
        workshop.jdk(".jdks/old", "1.8.0_402");

        var outcome =
                workshop.without("JAVA_HOME").with("PATH", pathWithoutJavac()).run("broker");

        assertThat(outcome.out()).contains("JDK " + highest + "\n");
    }

    @Test
    void shouldListWhatItSawWhenNoJdkFits() throws Exception {
        var script = workshop.root.resolve("tieline");
        Files.writeString(script, Files.readString(script).replace("least=21", "least=1000"));
        var seen = workshop.jdk("jdk 17", "17.0.15");

        var outcome = workshop.with("JAVA_HOME", seen.toString()).run("broker");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith(
                        "tieline: needs a JDK of version 1000 or newer, and found \n    " + seen + " (version 17)\n")
                .contains("Maybe install one (")
                .endsWith("or set JAVA_HOME to it.\n");
        assertThat(workshop.mavenCalls()).isEmpty();
    }

    @Test
    void shouldFetchTheModelsOfANodeBeforeItStarts() throws Exception {
        var outcome = workshop.run("node", "--local", "--models", "simple,minilm", "--port", "8000");

        var app = workshop.root.resolve("edge-runtime/target/quarkus-app/quarkus-run.jar");
        assertThat(outcome.out())
                .containsSubsequence(
                        "<models>\n<fetch>\n<simple>\n<minilm>\n",
                        "<-jar>\n<" + app + ">\n<--local>\n<--models>\n<simple,minilm>\n<--port>\n<8000>\n");
    }

    @Test
    void shouldLeaveTheStoreOfANodeThatHasItsOwnAlone() throws Exception {
        var outcome = workshop.run("node", "--models", "simple", "--store", "/elsewhere");

        assertThat(outcome.out()).contains("quarkus-run.jar").doesNotContain("<fetch>");
    }

    @Test
    void shouldNotStartANodeWhoseModelsCannotBeFetched() throws Exception {
        Files.createFile(workshop.root.resolve("java-fails"));

        var outcome = workshop.run("node", "--models=simple");

        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.out()).contains("<fetch>\n<simple>\n").doesNotContain("quarkus-run.jar");
    }

    @Test
    void shouldStartTheControllerAloneAndHandOverTheArguments() throws Exception {
        var outcome = workshop.run("controller", "--home", "my home", "--port", "8080");

        var app = workshop.root.resolve("cloud-controller/target/quarkus-app/quarkus-run.jar");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("<-jar>\n<" + app + ">\n<--home>\n<my home>\n<--port>\n<8080>\n")
                .doesNotContain("<fetch>");
        assertThat(workshop.mavenCalls()).singleElement().asString().endsWith("-pl cloud-controller -am package");
    }

    @Test
    void shouldNotBuildTheControllerAgainForTheSakeOfANode() throws Exception {
        workshop.run("controller");
        Files.setLastModifiedTime(
                workshop.root.resolve("edge-runtime/src/main/java/A.java"),
                FileTime.from(Instant.now().plus(Duration.ofHours(1))));

        workshop.run("controller");

        assertThat(workshop.mavenCalls()).hasSize(1);
    }

    @Test
    void shouldFuzzOneTargetAfterTheOtherAndTellOfEach() throws Exception {
        var tests = Files.createDirectories(workshop.root.resolve("models/src/test/java"));
        Files.writeString(tests.resolve("BodyFuzzTest.java"), """
                    @FuzzTest
                    void shouldReadAnyRequest(byte[] bytes) {
                    @MethodSource("x")
                    @FuzzTest
                    void shouldReadAnyResponse(byte[] bytes) {
                """);
        workshop.mavenDoes("""
                echo "$JAZZER_FUZZ $JAZZER_MAX_DURATION"
                case $* in *Response*) echo "#7 DONE   cov: 5 ft: 9"; exit 1 ;; esac
                echo "INFO: #12 INITED cov: 3 ft: 3"
                printf '#4096\\tDONE   cov: 12 ft: 20\\n'""");

        var outcome = workshop.run("test", "--fuzz", "7");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out())
                .isEqualTo("models BodyFuzzTest#shouldReadAnyRequest: 4096 inputs, no finding\n"
                        + "models BodyFuzzTest#shouldReadAnyResponse: 7 inputs, failed. All of its output: "
                        + workshop.root.resolve("target/fuzz-BodyFuzzTest#shouldReadAnyResponse.log") + "\n");
        assertThat(workshop.mavenCalls()).hasSize(2).first().asString().contains("-pl models", "#shouldReadAnyRequest");
        assertThat(Files.readString(workshop.root.resolve("target/fuzz-BodyFuzzTest#shouldReadAnyRequest.log")))
                .startsWith("1 7s\n");
        assertThat(leftInTarget()).isEmpty();
    }

    @Test
    void shouldNotFuzzForATimeThatIsNone() throws Exception {
        var outcome = workshop.run("test", "--fuzz", "soon");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("--fuzz takes a whole number of seconds, at least 1, and it is 'soon'");
        assertThat(workshop.mavenCalls()).isEmpty();
    }

    @Test
    void shouldTestAgainstAProcessWhereNoEngineAnswers() throws Exception {
        Workshop.program(workshop.onPath("mosquitto"), "#!/bin/sh\n");
        workshop.mavenDoes("echo \"broker $TIELINE_TEST_BROKER override ${TESTCONTAINERS_HOST_OVERRIDE:-none}\"");

        var outcome = workshop.run("test", "-Dspotless.goal=check");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("broker process override none\n");
        assertThat(workshop.mavenCalls()).containsExactly("verify -Dspotless.goal=check");
    }

    @Test
    void shouldTestAgainstAContainerWhereAnEngineAnswers() throws Exception {
        Workshop.program(workshop.onPath("docker"), "#!/bin/sh\nexit 0\n");
        workshop.mavenDoes("echo \"broker $TIELINE_TEST_BROKER override $TESTCONTAINERS_HOST_OVERRIDE\"");

        var outcome = workshop.run("test");

        assertThat(outcome.out()).isEqualTo("broker docker override localhost\n");
    }

    @Test
    void shouldHandArgumentsToMaven() throws Exception {
        workshop.mavenDoes("echo \"in $PWD with $JAVA_HOME\"; exit 3");

        var outcome = workshop.run("maven", "-q", "clean");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).isEqualTo("in " + workshop.root + " with " + workshop.jdk + "\n");
        assertThat(workshop.mavenCalls()).containsExactly("-q clean");
    }

    @Test
    void shouldFailWithTheTests() throws Exception {
        Workshop.program(workshop.onPath("mosquitto"), "#!/bin/sh\n");
        workshop.mavenDoes("echo 'Tests run: 1, Failures: 1'; exit 1");

        var outcome = workshop.run("test");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(workshop.mavenCalls()).hasSize(1);
    }

    @Test
    void shouldRunWhatTheTestsHaveBuilt() throws Exception {
        Workshop.program(workshop.onPath("mosquitto"), "#!/bin/sh\n");
        workshop.run("test");

        workshop.run("broker");

        assertThat(workshop.mavenCalls()).hasSize(1);
    }

    @Test
    void shouldKnowAnArchiveThatTheTestsBuiltWithinATickOfTheClock() throws Exception {
        Workshop.program(workshop.onPath("mosquitto"), "#!/bin/sh\n");
        workshop.mavenDoes("touch() { command touch -r target/build.mark \"$@\"; }");
        workshop.run("test");

        workshop.run("broker");

        assertThat(workshop.mavenCalls()).hasSize(1);
    }

    private void lock(long holder) throws Exception {
        Files.createSymbolicLink(
                Files.createDirectories(workshop.root.resolve("target")).resolve("build.lock"),
                Path.of(Long.toString(holder)));
    }

    /** The locks, or what is left of them. */
    private List<Path> leftInTarget() throws Exception {
        try (var files = Files.list(workshop.root.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("build.lock"))
                    .toList();
        }
    }

    // The tools that the script uses, without the folder that has this machine's javac.
    private String pathWithoutJavac() throws Exception {
        var tools = Files.createDirectories(workshop.folder.resolve("tools"));
        for (var tool : TOOLS) {
            for (var folder : System.getenv("PATH").split(":", -1)) {
                var program = Path.of(folder, tool);
                if (Files.isExecutable(program) && !Files.exists(tools.resolve(tool))) {
                    Workshop.program(tools.resolve(tool), "#!/bin/sh\nexec " + program + " \"$@\"\n");
                }
            }
        }
        return tools.toString();
    }
}
