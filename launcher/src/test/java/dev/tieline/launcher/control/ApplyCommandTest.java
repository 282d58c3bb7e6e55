package dev.tieline.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.TielineRun;
import dev.tieline.launcher.control.FakeController.Answer;
import dev.tieline.launcher.control.FakeController.Seen;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.models.store.ModelStore;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
    private static final byte[] MODEL = GeneratedModels.bytes("simple");
    private static final Artifact ARTIFACT = new Artifact("simple.onnx", Digest.ofBytes(MODEL), MODEL.length);
    private static final String HEAD = "HEAD blobs/sha256/" + ARTIFACT.digest().hex();
    private static final String PUT = "PUT blobs/sha256/" + ARTIFACT.digest().hex();
    private static final String DEPLOYMENT = """
            apiVersion: tieline.dev/deployment/v1
            name: sums
            model: simple@1
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private FakeController controller;

    @BeforeEach
    void start() throws Exception {
        controller = new FakeController().applies(ApplyCommandTest::created);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void shouldHandOverADocumentAsItIsAndSayWhatBecameOfIt() throws Exception {
        var text = "# größer\n" + DEPLOYMENT;

        var run = apply(write("sums.yaml", text));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("deployment sums created\n1 created, 0 updated, 0 unchanged\n");
        assertThat(run.code()).isZero();
        assertThat(controller.questions()).containsExactly("POST apply");
        assertThat(controller.seen().getFirst().body()).isEqualTo(text);
        assertThat(controller.seen().getFirst().headers())
                .containsEntry("Tieline-Source", folder.resolve("sums.yaml").toString());
    }

    @Test
    void shouldApplyAFolderInTheOrderInWhichThingsRefer() throws Exception {
        write("a.yaml", DEPLOYMENT);
        write("b.yml", "apiVersion: tieline.dev/policy/v1\n");
        write("c.json", "{\"apiVersion\": \"tieline.dev/sites/v1\"}");
        write("d.yaml", card());
        write("README.md", "not meant");
        Files.createDirectory(folder.resolve("below.yaml"));
        store().add(ARTIFACT, new ByteArrayInputStream(MODEL));

        var run = apply(folder);

        assertThat(run.out()).isEqualTo("""
                sites created
                policy acme created
                model simple@1 created
                deployment sums created
                4 created, 0 updated, 0 unchanged
                """);
    }

    @Test
    void shouldCountWhatChangedAndWhatDidNot() throws Exception {
        controller.applies(asked ->
                Answer.applied("deployment", "sums", asked.body().contains("max: 2") ? "updated" : "unchanged"));

        var run = apply(write("a.yaml", DEPLOYMENT), write("b.yaml", DEPLOYMENT + "replicas: {max: 2}\n"));

        assertThat(run.out()).endsWith("0 created, 1 updated, 1 unchanged\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldApplyAFileOnceThatIsNamedTwice() throws Exception {
        var file = write("a.yaml", DEPLOYMENT);

        assertThat(apply(file, folder).out()).endsWith("1 created, 0 updated, 0 unchanged\n");
    }

    @Test
    void shouldShowWarnings() throws Exception {
        controller.applies(asked -> Answer.applied("deployment", "sums", "created", "nobody has applied simple@1"));

        var run = apply(write("sums.yaml", DEPLOYMENT));

        assertThat(run.err()).isEqualTo(folder.resolve("sums.yaml") + ": warning: nobody has applied simple@1\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldShowWhereADocumentIsWrongAndApplyTheOthers() throws Exception {
        controller.applies(
                asked -> asked.body().contains("max: -1") ? new Answer(400, "application/json", """
                        {"error":"all of it","errors":[
                          {"line":4,"key":"replicas.max","message":"needs at least 0"},
                          {"line":1,"key":"","message":"needs more"}]}""") : created(asked));

        var run = apply(write("a.yaml", DEPLOYMENT + "replicas: {max: -1}\n"), write("b.yaml", DEPLOYMENT));

        var file = folder.resolve("a.yaml");
        assertThat(run.err()).isEqualTo(file + ":4: replicas.max: needs at least 0\n" + file + ":1: needs more\n");
        assertThat(run.out()).isEqualTo("deployment sums created\n1 created, 0 updated, 0 unchanged, 1 failed\n");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldTellAConflictInTheControllersWords() throws Exception {
        controller.applies(asked -> Answer.refused(409, "version 1 is there with other content"));

        var run = apply(write("a.yaml", DEPLOYMENT));

        assertThat(run.err()).isEqualTo(folder.resolve("a.yaml") + ": version 1 is there with other content\n");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldNotSendWhatIsNoDocumentOfTieline() throws Exception {
        var run = apply(
                write("a.yaml", "name: [unclosed\n"),
                write("b.yaml", "name: nothing\n"),
                write("c.yaml", "apiVersion: v1\nkind: Pod\n"),
                write("d.yaml", DEPLOYMENT));

        assertThat(run.err())
                .contains(
                        folder.resolve("a.yaml") + ":2: is not well-formed YAML",
                        folder.resolve("b.yaml") + ":1: needs the key 'apiVersion', and it is missing",
                        folder.resolve("c.yaml") + ":1: apiVersion: unknown apiVersion 'v1'. Legal here: "
                                + "tieline.dev/sites/v1, tieline.dev/policy/v1, tieline.dev/model/v1,"
                                + " tieline.dev/deployment/v1");
        assertThat(run.out()).endsWith("1 created, 0 updated, 0 unchanged, 3 failed\n");
        assertThat(run.code()).isEqualTo(1);
        assertThat(controller.seen()).hasSize(1);
    }

    @Test
    void shouldUploadWhatTheControllerLacksOfAModel() throws Exception {
        store().add(ARTIFACT, new ByteArrayInputStream(MODEL));

        var run = apply(write("simple.yaml", card()));

        assertThat(controller.questions()).containsExactly(HEAD, PUT, "POST apply");
        assertThat(controller.blobs()).containsEntry(ARTIFACT.digest().hex(), MODEL);
        assertThat(controller.seen().get(1).headers())
                .containsEntry("Content-Length", Integer.toString(MODEL.length))
                .doesNotContainKey("Transfer-Encoding");
        assertThat(run.err()).isEqualTo("""
                Uploading simple@1 simple.onnx ...
                simple@1 simple.onnx is at the controller (244 bytes)
                """);
        assertThat(run.out()).isEqualTo("model simple@1 created\n1 created, 0 updated, 0 unchanged\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldUploadBeforeTheControllerTakesACardOfARunningModel() throws Exception {
        store().add(ARTIFACT, new ByteArrayInputStream(MODEL));
        controller.applies(
                asked -> controller.blobs().containsKey(ARTIFACT.digest().hex())
                        ? Answer.applied("model", "simple@1", "updated", "it is old")
                        : Answer.refused(409, "the bytes are not here"));

        var run = apply(write("simple.yaml", card()));

        assertThat(run.err())
                .startsWith("Uploading ")
                .endsWith(folder.resolve("simple.yaml") + ": warning: it is old\n");
        assertThat(run.out()).endsWith("0 created, 1 updated, 0 unchanged\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldSayHowToGetTheBytesThatTheControllerNeedsForARunningModel() throws Exception {
        controller.applies(asked -> Answer.refused(409, "the bytes are not here"));

        var run = apply(write("simple.yaml", card()));

        assertThat(run.err())
                .startsWith(folder.resolve("simple.yaml") + ": the bytes are not here\n")
                .contains("Maybe run ./tieline models fetch simple");
        assertThat(run.out()).isEqualTo("0 created, 0 updated, 0 unchanged, 1 failed\n");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldLetTheControllerSayWhatIsWrongWithACard() throws Exception {
        controller.applies(asked -> Answer.refused(400, "name is missing"));

        var run = apply(write("simple.yaml", "apiVersion: tieline.dev/model/v1\n"));

        assertThat(run.err()).isEqualTo(folder.resolve("simple.yaml") + ": name is missing\n");
        assertThat(controller.questions()).containsExactly("POST apply");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldNotUploadWhatTheControllerHas() throws Exception {
        controller.holds(ARTIFACT.digest(), MODEL);

        var run = apply(write("simple.yaml", card()));

        assertThat(controller.questions()).containsExactly(HEAD, "POST apply");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldAdviseToFetchAModelThatIsNotHereAndApplyTheOthers() throws Exception {
        var run = apply(write("a.yaml", card()), write("b.yaml", DEPLOYMENT));

        assertThat(run.err())
                .isEqualTo(folder.resolve("a.yaml") + ": the controller has no bytes of " + ARTIFACT
                        + ", and neither has the local store. Maybe run ./tieline models fetch simple, and apply this"
                        + " again\n");
        assertThat(run.out()).isEqualTo("""
                model simple@1 created
                deployment sums created
                1 created, 0 updated, 0 unchanged, 1 failed
                """);
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void shouldTellWhenTheControllerDoesNotSayWhatItHas() throws Exception {
        controller.answers(HEAD, Answer.refused(503, "busy"));

        var run = apply(write("simple.yaml", card()));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "tieline: the controller does not tell whether it has " + ARTIFACT.digest() + ": HTTP 503\n");
    }

    @Test
    void shouldStopAtAServerThatIsNoController() throws Exception {
        controller.applies(asked -> new Answer(404, "text/html", "<html>"));

        var run = apply(write("a.yaml", DEPLOYMENT), write("b.yaml", DEPLOYMENT));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("tieline: what answers is not a controller");
        assertThat(controller.seen()).hasSize(1);
    }

    @Test
    void shouldNameAPathThatLeadsNowhere() {
        var missing = folder.resolve("missing.yaml");

        var run = apply(missing);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("tieline: there is no file " + missing + "\n");
    }

    @Test
    void shouldNameAFolderWithNothingToApply() throws Exception {
        var empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(apply(empty).err())
                .isEqualTo("tieline: the folder " + empty + " has no file that ends in .yaml, .yml or .json\n");
    }

    @Test
    void shouldAskForAFile() {
        var run = TielineRun.of("apply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Missing required option: '--file=FILE|DIR'");
    }

    @Test
    void shouldSendASourceThatAHeaderCanCarry() throws Exception {
        var run = apply(write("größe.yaml", DEPLOYMENT));

        assertThat(run.code()).isZero();
        assertThat(controller.seen().getFirst().headers().get("Tieline-Source")).endsWith("gr??e.yaml");
    }

    private static Answer created(Seen asked) {
        if (asked.body().contains("/sites/")) {
            return Answer.applied("sites", "sites", "created");
        } else if (asked.body().contains("/policy/")) {
            return Answer.applied("policy", "acme", "created");
        } else if (asked.body().contains("/model/")) {
            return Answer.applied("model", "simple@1", "created");
        }
        return Answer.applied("deployment", "sums", "created");
    }

    private static String card() throws Exception {
        return Files.readString(Path.of("../models/catalog/simple.yaml"));
    }

    private ModelStore store() {
        return new ModelStore(folder.resolve("store"));
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private TielineRun apply(Path... files) {
        var arguments = new ArrayList<>(List.of("apply", "--controller", controller.address()));
        arguments.addAll(List.of("--store", folder.resolve("store").toString()));
        for (var file : files) {
            arguments.addAll(List.of("-f", file.toString()));
        }
        return TielineRun.of(arguments.toArray(String[]::new));
    }
}
