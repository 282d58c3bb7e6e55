package dev.tieline.launcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.launcher.console.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients here are small shell programs; the real ones are run by the end-to-end tests. */
class PackageClientTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldGiveTheArchiveThatTheClientLeaves() throws Exception {
        var client = client("echo talk; echo content > some.jar");

        var archive = client.fetch("the package x", folder);

        assertThat(archive).isEqualTo(folder.resolve("some.jar")).content().isEqualTo("content\n");
    }

    @Test
    void shouldTryAgainWhenTheClientFails() throws Exception {
        var client = client("if [ -f once ]; then rm once; echo content > some.jar; else touch once; exit 1; fi");

        assertThat(client.fetch("the package x", folder)).isEqualTo(folder.resolve("some.jar"));
    }

    @Test
    void shouldTellTheLastWordsOfAClientThatKeepsFailing() {
        var client = client("echo 1; echo 2; echo 3; echo 4; echo 5; echo the registry is closed; exit 7");

        assertThatThrownBy(() -> client.fetch("the package x", folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("cannot fetch the package x: Shell ended with code 7 (3 attempts). Its last words: "
                        + String.join(System.lineSeparator(), "2", "3", "4", "5", "the registry is closed"));
    }

    @Test
    void shouldSayWhatToInstallWhereThereIsNoClient() {
        var client = PackageClient.npm(folder.resolve("no-npm").toString(), "some-model@1.0.0");

        assertThatThrownBy(() -> client.fetch("npm some-model@1.0.0", folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("cannot fetch npm some-model@1.0.0: the program '" + folder.resolve("no-npm")
                        + "' cannot be started. Maybe install Node.js with npm (Debian, Ubuntu: apt-get install npm), or"
                        + " do without this model.");
    }

    @Test
    void shouldRefuseAClientThatLeavesNothing() {
        var client = client("true");

        assertThatThrownBy(() -> client.fetch("the package x", folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("cannot fetch the package x: Shell left 0 files instead of 1: []");
    }

    @Test
    void shouldAskMavenForOneJarOfThePackage() throws Exception {
        var mvnw = folder.resolve("mvnw");
        Files.writeString(mvnw, "#!/bin/sh\necho \"$@\" > fetched.jar\n");
        assertThat(mvnw.toFile().setExecutable(true)).isTrue();
        var work = Files.createDirectory(folder.resolve("work"));

        var archive = PackageClient.maven(mvnw, "a.group:artifact:1.2").fetch("maven a.group:artifact:1.2", work);

        assertThat(archive)
                .content()
                .contains("-Dartifact=a.group:artifact:1.2:jar")
                .contains("-DoutputDirectory=.");
    }

    private static PackageClient client(String program) {
        return new PackageClient("Shell", List.of("/bin/sh", "-c", program), "Maybe install a shell.");
    }
}
