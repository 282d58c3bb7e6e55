package dev.tieline.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.cloud.Samples;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import dev.tieline.models.generated.GeneratedModels;
import dev.tieline.policy.document.DocumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceStoreTest {
    private static final String GUARDED = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: guarded, version: 1, level: platform, notBefore: 2026-01-01, expires: 2027-01-01}
            rules: [{id: a, effect: forbid, when: "hop.tee"}]
            """;

    private static final String TENANT = """
            apiVersion: tieline.dev/policy/v1
            bundle: {id: clinics, version: 1, level: tenant, notBefore: 2026-01-01, expires: 2030-01-01}
            rules: [{id: no-special, effect: forbid, for: {class: [special]}}]
            """;

    @TempDir
    Path home;

    private ResourceStore store;

    @BeforeEach
    void open() {
        store = ResourceStore.open(home);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldDeclareNothingAtFirst() {
        assertThat(store.declared()).isEqualTo(Declared.NOTHING);
        assertThat(store.skipped()).isEmpty();
    }

    @Test
    void shouldDeclareWhatWasApplied() {
        Samples.applyAll(store);

        var declared = store.declared();
        assertThat(declared.sites()).isNotNull();
        assertThat(declared.policy()).hasToString("acme-eu version 1");
        assertThat(declared.models()).containsOnlyKeys(ModelRef.of("minilm@1"), ModelRef.of("simple@1"));
        assertThat(declared.deployments()).containsOnlyKeys("minilm", "simple");
    }

    @Test
    void shouldKeepTheExactBytesAcrossARestart() {
        Samples.applyAll(store);

        reopen();

        assertThat(store.skipped()).isEmpty();
        assertThat(store.text(Kind.SITES, "sites")).hasValue(Samples.bytes(Samples.SITES));
        assertThat(store.text(Kind.POLICY, "acme-eu")).hasValue(Samples.bytes(Samples.POLICY));
        assertThat(store.text(Kind.MODEL, "minilm@1")).hasValue(Samples.bytes(Samples.MINILM));
        assertThat(store.declared().deployments()).containsOnlyKeys("minilm", "simple");
    }

    @Test
    void shouldKeepAndOfferTheCompiledFormOfABundleWithExpressions() {
        var guarded = Samples.utf8(GUARDED);

        assertThat(store.apply("p", guarded).outcome()).isEqualTo(Applied.Outcome.CREATED);
        assertThat(store.apply("p", guarded).outcome()).isEqualTo(Applied.Outcome.UNCHANGED);
        var kept = store.text(Kind.POLICY, "guarded").orElseThrow();

        assertThat(new String(kept, StandardCharsets.UTF_8)).startsWith(GUARDED + "guards:\n  - when: \"hop.tee\"");
        assertThat(store.declared().policy())
                .extracting(policy -> policy.bundles().getFirst().sha256())
                .isEqualTo(Digest.ofBytes(kept).hex());
        assertThat(store.blobs().find(Digest.ofBytes(kept)))
                .hasValueSatisfying(blob -> assertThat(blob).hasBinaryContent(kept));
        reopen();
        assertThat(store.skipped()).isEmpty();
        assertThat(store.apply("p", kept).outcome()).isEqualTo(Applied.Outcome.UNCHANGED);
    }

    @Test
    void shouldRefuseABundleWithAnExpressionThatIsNotValid() {
        assertThatThrownBy(() -> store.apply("p", Samples.utf8(GUARDED.replace("hop.tee", "hop.te"))))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("p:3: rules[0].when: the expression cannot be used: at line 1, column 4 of the"
                        + " expression: undefined field 'te'. Legal here: ");
    }

    @Test
    void shouldSayThatABundleBelowThePlatformPermitsNothingByItself() {
        var applied = store.apply("p", Samples.utf8(GUARDED.replace("platform", "tenant")));

        assertThat(applied.warnings())
                .containsExactly(
                        "the policy bundle guarded version 1 is of the level tenant, which narrows what one of the"
                                + " level platform permits: by itself it permits nothing that leaves a node");
    }

    @Test
    void shouldSayWhetherAnythingChanged() {
        Samples.applyAll(store);
        var text = Samples.text(Samples.DEPLOYMENTS.resolve("simple.yaml"));

        assertThat(store.apply("d", Samples.utf8(text)).outcome()).isEqualTo(Applied.Outcome.UNCHANGED);
        assertThat(store.apply("d", Samples.utf8(text.replace("max: 2", "max: 3")))
                        .outcome())
                .isEqualTo(Applied.Outcome.UPDATED);
        assertThat(store.declared().deployments())
                .hasEntrySatisfying(
                        "simple",
                        deployment -> assertThat(deployment.maxReplicas()).isEqualTo(3));
        assertThat(store.apply("d", Samples.utf8(text.replace("name: simple", "name: other")))
                        .outcome())
                .isEqualTo(Applied.Outcome.CREATED);
    }

    @Test
    void shouldOfferCardsAndBundlesAsBlobs() {
        Samples.applyAll(store);

        for (var file : new Path[] {Samples.POLICY, Samples.MINILM, Samples.SIMPLE}) {
            var bytes = Samples.bytes(file);
            assertThat(store.blobs().find(Digest.ofBytes(bytes)))
                    .as(file.toString())
                    .hasValueSatisfying(blob -> assertThat(blob).hasBinaryContent(bytes));
        }
        assertThat(store.declared().models())
                .hasEntrySatisfying(
                        ModelRef.of("simple@1"),
                        model -> assertThat(model.card().digest())
                                .isEqualTo(Digest.ofBytes(Samples.bytes(Samples.SIMPLE))));
    }

    @Test
    void shouldMakeALostBlobAgainAtTheStart() throws IOException {
        Samples.applyAll(store);
        var digest = Digest.ofBytes(Samples.bytes(Samples.SIMPLE));
        Files.delete(store.blobs().find(digest).orElseThrow());

        reopen();

        assertThat(store.blobs().find(digest)).isPresent();
    }

    @Test
    void shouldTellListenersOfChangesAlone() {
        var seen = new ArrayList<Integer>();
        store.onChange(() -> seen.add(store.declared().models().size()));

        Samples.apply(store, Samples.SIMPLE);
        Samples.apply(store, Samples.SIMPLE);
        store.delete(Kind.MODEL, "simple@1");
        store.delete(Kind.MODEL, "simple@1");

        assertThat(seen).containsExactly(1, 0);
    }

    @Test
    void shouldWarnOfArtefactsThatNoNodeCanFetch() {
        var applied = store.apply("card", Samples.bytes(Samples.SIMPLE));

        assertThat(applied.warnings())
                .singleElement()
                .asString()
                .contains("simple.onnx", "not here yet", "/api/v1/blobs/sha256/da6a96c5");
    }

    @Test
    void shouldNeedAHigherVersionForAnotherSiteBook() {
        Samples.applyAll(store);
        var text = Samples.text(Samples.SITES);
        var other = text.replace("cost: 30", "cost: 31");

        assertThatThrownBy(() -> store.apply("s", Samples.utf8(other)))
                .isInstanceOf(ConflictException.class)
                .hasMessage("the site book with other content needs a higher version: this one has version 1, and the"
                        + " declared one has 1. Maybe raise the version");
        assertThat(store.apply("s", Samples.utf8(other.replace("version: 1", "version: 2")))
                        .outcome())
                .isEqualTo(Applied.Outcome.UPDATED);
        assertThatThrownBy(() -> store.apply("s", Samples.utf8(text))).isInstanceOf(ConflictException.class);
    }

    @Test
    void shouldNeedAHigherVersionForAnotherPolicy() {
        Samples.applyAll(store);
        var text = Samples.text(Samples.POLICY);

        assertThatThrownBy(() -> store.apply("p", Samples.utf8(text + "# changed\n")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("acme-eu with other content needs a higher version");
        assertThat(store.declared().policy()).hasToString("acme-eu version 1");
    }

    @Test
    void shouldHaveOneBundleOfEachLevel() {
        Samples.applyAll(store);
        var other = Samples.text(Samples.POLICY).replace("id: acme-eu", "id: acme-us");

        assertThatThrownBy(() -> store.apply("p", Samples.utf8(other)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("acme-us version 1 cannot stand beside acme-eu version 1");
    }

    @Test
    void shouldDeclareTheBundlesOfTwoLevelsTogether() {
        Samples.applyAll(store);

        assertThat(store.apply("t", Samples.utf8(TENANT)).outcome()).isEqualTo(Applied.Outcome.CREATED);

        assertThat(store.declared().policy()).hasToString("acme-eu version 1, clinics version 1");
        reopen();
        assertThat(store.skipped()).isEmpty();
        assertThat(store.declared().policy()).hasToString("acme-eu version 1, clinics version 1");
    }

    @Test
    void shouldLetABundleNameWhatAnotherOneDeclares() {
        var health = TENANT.replace("class: [special]", "tags: [health]");

        assertThatThrownBy(() -> store.apply("t", Samples.utf8(health)))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("t:3: rules[0].for.tags[0]: unknown tag 'health'");
        Samples.apply(store, Samples.POLICY);
        store.apply("t", Samples.utf8(health.replace("id: clinics", "id: a-clinic")));

        reopen();

        assertThat(store.skipped()).as("though its file comes first").isEmpty();
        assertThat(store.declared().policy()).hasToString("acme-eu version 1, a-clinic version 1");
    }

    @Test
    void shouldRefuseABundleThatCannotStandBesideTheOthers() {
        Samples.apply(store, Samples.POLICY);

        assertThatThrownBy(() -> store.apply("t", Samples.utf8(TENANT.replace("no-special", "health-never-leaves"))))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("t:3: rules[0].id")
                .hasMessageContaining("health-never-leaves")
                .hasMessageContaining("acme-eu version 1:");
        assertThatThrownBy(() -> store.apply("t", Samples.utf8(TENANT + "defaults: {public: allow}\n")))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("t:4: defaults");
        assertThatThrownBy(() -> store.apply("t", Samples.utf8(TENANT + "blocs: {EEA: [DE]}\n")))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("EEA");
        assertThat(store.declared().policy()).hasToString("acme-eu version 1");
    }

    @Test
    void shouldRefuseABundleThatTakesAWordFromAnother() {
        Samples.apply(store, Samples.POLICY);
        store.apply("t", Samples.utf8(TENANT.replace("class: [special]", "tags: [health]")));
        var newer = """
                apiVersion: tieline.dev/policy/v1
                bundle: {id: acme-eu, version: 2, level: platform, notBefore: 2026-01-01, expires: 2030-01-01}
                """;

        assertThatThrownBy(() -> store.apply("p", Samples.utf8(newer)))
                .isInstanceOf(ConflictException.class)
                .hasMessageStartingWith(
                        "the policy bundle acme-eu version 2 does not fit the others: clinics version 1:3:")
                .hasMessageContaining("unknown tag 'health'");
    }

    @Test
    void shouldRefuseABundleOfALevelThatBelongsToNodes() {
        assertThatThrownBy(() -> store.apply("t", Samples.utf8(TENANT.replace("level: tenant", "level: site"))))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(
                        "t:2: bundle.level: the controller tells all nodes of a tenant the bundles of the"
                                + " levels platform and tenant, and this is of the level site. Maybe give it to its nodes");
    }

    @Test
    void shouldTakeAwayALevelThatNarrows() {
        Samples.applyAll(store);
        store.apply("t", Samples.utf8(TENANT));

        assertThat(store.delete(Kind.POLICY, "clinics")).isTrue();

        assertThat(store.declared().policy()).hasToString("acme-eu version 1");
        assertThatThrownBy(() -> store.delete(Kind.POLICY, "acme-eu"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("in use by the deployments");
    }

    @Test
    void shouldNotTakeADeletedPolicyBackInAnOlderVersion() {
        var fifth = TENANT.replace("version: 1", "version: 5");
        store.apply("t", Samples.utf8(fifth));
        store.delete(Kind.POLICY, "clinics");
        reopen();

        for (var older : List.of(TENANT, fifth + "# changed\n")) {
            assertThatThrownBy(() -> store.apply("t", Samples.utf8(older)))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("clinics with other content needs a higher version")
                    .hasMessageContaining("the one that was deleted had 5");
        }
        assertThat(store.skipped()).isEmpty();
        assertThat(store.declared().policy()).isNull();
    }

    @Test
    void shouldTakeADeletedPolicyBackAsItWasOrInANewerVersion() {
        store.apply("t", Samples.utf8(TENANT));
        store.delete(Kind.POLICY, "clinics");

        assertThat(store.apply("t", Samples.utf8(TENANT)).outcome()).isEqualTo(Applied.Outcome.CREATED);
        store.delete(Kind.POLICY, "clinics");
        assertThat(store.apply("t", Samples.utf8(TENANT.replace("version: 1", "version: 2")))
                        .outcome())
                .isEqualTo(Applied.Outcome.CREATED);
        assertThat(store.declared().policy()).hasToString("clinics version 2");
    }

    @Test
    void shouldSayWhereItIsUnknownWhichVersionOfAPolicyWasDeleted() throws IOException {
        store.apply("t", Samples.utf8(TENANT));
        Files.writeString(home.resolve("resources/policies/clinics.yaml"), "damaged");
        reopen();
        store.delete(Kind.POLICY, "clinics");

        var applied = store.apply("t", Samples.utf8(TENANT));

        assertThat(applied.outcome()).isEqualTo(Applied.Outcome.CREATED);
        assertThat(applied.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("which version of the policy bundle clinics was deleted last")
                        .doesNotContain(home.toString()));
    }

    @Test
    void shouldKeepALevelWhoseWordsAreNeeded() {
        Samples.apply(store, Samples.POLICY);
        store.apply("t", Samples.utf8(TENANT + "tags: [rare]\n"));
        var card = Samples.text(Samples.SIMPLE).replace("  class: public", "  class: internal\n  tags: [rare]");
        store.apply("card", Samples.utf8(card));

        assertThatThrownBy(() -> store.delete(Kind.POLICY, "clinics"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the model simple@1 is labelled with the tag 'rare'");
        assertThat(store.declared().policy()).hasToString("acme-eu version 1, clinics version 1");
    }

    @Test
    void shouldKeepAPlatformWhoseWordsAnotherLevelNeeds() {
        Samples.apply(store, Samples.POLICY);
        store.apply("t", Samples.utf8(TENANT.replace("class: [special]", "tags: [health]")));

        assertThatThrownBy(() -> store.delete(Kind.POLICY, "acme-eu"))
                .isInstanceOf(ConflictException.class)
                .hasMessageStartingWith("the policy acme-eu is needed by the others: clinics version 1:3:");
    }

    @Test
    void shouldDeclareNoPolicyWhileOneOfItsFilesIsDamaged() throws IOException {
        Samples.apply(store, Samples.POLICY);
        store.apply("t", Samples.utf8(TENANT));
        Files.writeString(home.resolve("resources/policies/clinics.yaml"), "damaged");

        reopen();

        assertThat(store.skipped()).singleElement().asString().contains("clinics.yaml is skipped");
        assertThat(store.declared().policy())
                .as("the rest may permit what it forbids")
                .isNull();
        assertThat(store.apply("t", Samples.utf8(TENANT)).outcome()).isEqualTo(Applied.Outcome.CREATED);
        assertThat(store.declared().policy()).hasToString("acme-eu version 1, clinics version 1");
    }

    @Test
    void shouldGoOnWithoutADamagedPolicyOnceItIsDeleted() throws IOException {
        Samples.apply(store, Samples.POLICY);
        store.apply("t", Samples.utf8(TENANT));
        Files.writeString(home.resolve("resources/policies/clinics.yaml"), "damaged");
        reopen();

        assertThat(store.delete(Kind.POLICY, "clinics")).isTrue();

        assertThat(store.declared().policy()).hasToString("acme-eu version 1");
        reopen();
        assertThat(store.skipped()).isEmpty();
    }

    @Test
    void shouldRefuseTwoVersionsOfOneModelAtATime() {
        Samples.applyAll(store);
        store.apply("card", Samples.utf8(Samples.text(Samples.SIMPLE).replace("simple@1", "simple@2")));

        assertThatThrownBy(() -> store.apply("d", Samples.utf8(Samples.deployment("another", "simple@2"))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("another wants simple@2, and the deployment simple wants simple@1");
        assertThat(store.apply("d", Samples.utf8(Samples.deployment("simple", "simple@2")))
                        .outcome())
                .isEqualTo(Applied.Outcome.UPDATED);
    }

    @Test
    void shouldNotTakeACardForARunningModelBeforeItsBytesAreHere() throws IOException {
        Samples.applyAll(store);
        var model = GeneratedModels.bytes("simple");
        var artifact = new Artifact("simple.onnx", Digest.ofBytes(model), model.length);
        var card = Samples.utf8(Samples.text(Samples.SIMPLE) + "# changed\n");

        assertThatThrownBy(() -> store.apply("card", card))
                .isInstanceOf(ConflictException.class)
                .hasMessage("the model simple@1 is in use by the deployments [simple], and of this card the bytes of ["
                        + artifact + "] are not here. Maybe upload them first");
        assertThat(store.text(Kind.MODEL, "simple@1")).hasValue(Samples.bytes(Samples.SIMPLE));

        store.blobs().add(artifact, new ByteArrayInputStream(model));
        assertThat(store.apply("card", card).outcome()).isEqualTo(Applied.Outcome.UPDATED);
    }

    @Test
    void shouldTakeTheSameCardAgainWhateverIsHere() {
        Samples.applyAll(store);

        assertThat(store.apply("card", Samples.bytes(Samples.SIMPLE)).outcome()).isEqualTo(Applied.Outcome.UNCHANGED);
    }

    @Test
    void shouldWarnOfMissingBytesWhileNobodyWantsTheModel() {
        Samples.apply(store, Samples.SIMPLE);

        var applied = store.apply("card", Samples.utf8(Samples.text(Samples.SIMPLE) + "# changed\n"));

        assertThat(applied.outcome()).isEqualTo(Applied.Outcome.UPDATED);
        assertThat(applied.warnings()).singleElement().asString().contains("are not here yet");
    }

    @Test
    void shouldRefuseADeploymentOfAModelThatIsNotDeclared() {
        Samples.apply(store, Samples.SIMPLE);

        assertThatThrownBy(() -> store.apply("d.yaml", Samples.utf8(Samples.deployment("a", "minilm@1"))))
                .isInstanceOf(DocumentException.class)
                .hasMessage("d.yaml:3: model: the model minilm@1 is not declared. Declared: simple@1."
                        + " Maybe apply its card first");
    }

    @Test
    void shouldRefuseATagThatThePolicyDoesNotDeclare() {
        Samples.applyAll(store);
        var card = Samples.text(Samples.SIMPLE).replace("  class: public", "  class: internal\n  tags: [helth]");
        var wish = Samples.deployment("a", "simple@1").replace("class: public", "class: internal, tags: [helth]");

        assertThatThrownBy(() -> store.apply("card.yaml", Samples.utf8(card)))
                .isInstanceOf(DocumentException.class)
                .hasMessageMatching("card.yaml:\\d+: label.tags: the model simple@1 is labelled with the tag 'helth',"
                        + " and the policy acme-eu version 1 declares \\[health\\]. Maybe declare it there,"
                        + " under tags");
        assertThatThrownBy(() -> store.apply("d.yaml", Samples.utf8(wish)))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("d.yaml:5: label.tags: the deployment a is labelled with the tag 'helth'");
    }

    @Test
    void shouldRefuseAPurposeThatThePolicyDoesNotDeclare() {
        Samples.applyAll(store);

        assertThatThrownBy(() ->
                        store.apply("d.yaml", Samples.utf8(Samples.deployment("a", "simple@1") + "purpose: gossip\n")))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("d.yaml:6: purpose: the deployment a serves the purpose 'gossip'");
    }

    @Test
    void shouldRefuseAPolicyThatForgetsATagInUse() {
        var card = Samples.text(Samples.SIMPLE).replace("  class: public", "  class: internal\n  tags: [helth]");
        store.apply("card", Samples.utf8(card));

        assertThatThrownBy(() -> Samples.apply(store, Samples.POLICY))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the model simple@1 is labelled with the tag 'helth'");
    }

    @Test
    void shouldWarnOfWhatADeploymentLacks() {
        Samples.apply(store, Samples.SIMPLE);
        var wish = Samples.deployment("a", "simple@1") + "origins: [clinic-ulm]\n";

        var early = store.apply("d", Samples.utf8(wish));
        Samples.apply(store, Samples.SITES);
        Samples.apply(store, Samples.POLICY);
        var late = store.apply("d", Samples.utf8(wish + "# again\n"));

        assertThat(early.warnings())
                .containsExactly(
                        "no policy bundle is declared: nothing can be placed before one is",
                        "no site book is declared: every site counts as unknown");
        assertThat(late.warnings()).containsExactly("the origin clinic-ulm is no site of the declared site book");
    }

    @Test
    void shouldNotDeleteWhatIsInUse() {
        Samples.applyAll(store);

        assertThatThrownBy(() -> store.delete(Kind.MODEL, "simple@1"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("the model simple@1 is in use by the deployments [simple]. Maybe delete them first");
        assertThatThrownBy(() -> store.delete(Kind.POLICY, "acme-eu")).isInstanceOf(ConflictException.class);
    }

    @Test
    void shouldKeepTheCardsOfModelsThatOthersAreDerivedFrom() {
        var orphan = store.apply("fine", Samples.utf8(derived("fine@1", "simple@1")));
        Samples.apply(store, Samples.SIMPLE);
        var settled = store.apply("fine", Samples.utf8(derived("fine@1", "simple@1") + "# again\n"));

        assertThat(orphan.warnings())
                .first()
                .asString()
                .startsWith("the model fine@1 is derived from simple@1, of which there is no card, so that its class is"
                        + " unknown and no policy permits it");
        assertThat(settled.warnings()).noneMatch(warning -> warning.contains("unknown"));
        assertThatThrownBy(() -> store.delete(Kind.MODEL, "simple@1"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("the models [fine@1] are derived from the model simple@1. Maybe delete them first");
    }

    private static String derived(String ref, String parent) {
        return Samples.text(Samples.SIMPLE)
                .replace("model: simple@1", "model: " + ref)
                .replace("memory: ", "derivedFrom: [" + parent + "]\nmemory: ");
    }

    @Test
    void shouldForgetWhatWasDeletedForGood() {
        Samples.applyAll(store);

        assertThat(store.delete(Kind.DEPLOYMENT, "simple")).isTrue();
        assertThat(store.delete(Kind.MODEL, "simple@1")).isTrue();
        assertThat(store.delete(Kind.MODEL, "simple@1")).isFalse();
        reopen();

        assertThat(store.declared().deployments()).containsOnlyKeys("minilm");
        assertThat(store.text(Kind.MODEL, "simple@1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "'[', not well-formed",
        "'a: 1', needs the key 'apiVersion'",
        "'apiVersion: x', unknown apiVersion 'x'"
    })
    void shouldRefuseWhatIsNoDocument(String text, String problem) {
        assertThatThrownBy(() -> store.apply("f.yaml", Samples.utf8(text)))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("f.yaml:1")
                .hasMessageContaining(problem);
        assertThat(store.declared()).isEqualTo(Declared.NOTHING);
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        assertThatThrownBy(() -> store.apply("f", new byte[] {(byte) 0xC3, 0x28}))
                .hasMessage("f:1: is not text in UTF-8");
    }

    @Test
    void shouldSayAndSkipADamagedFileAndLoadTheOthers() throws IOException {
        Samples.applyAll(store);
        var card = home.resolve("resources/models/minilm@1.yaml");
        Files.writeString(card, Files.readString(card).substring(0, 300));
        Files.writeString(home.resolve("resources/deployments/stranger.yaml"), Samples.deployment("a", "simple@1"));

        reopen();

        assertThat(store.declared().deployments()).containsOnlyKeys("simple");
        assertThat(store.skipped())
                .hasSize(3)
                .anySatisfy(skipped -> assertThat(skipped).startsWith(card + " is skipped: "))
                .anySatisfy(
                        skipped -> assertThat(skipped).contains("minilm.yaml", "the model minilm@1 is not declared"))
                .anySatisfy(skipped -> assertThat(skipped).contains("stranger.yaml", "its file has another name"));
        assertThat(card).exists();
    }

    @Test
    void shouldRepairADamagedFileByApplyingItAgain() throws IOException {
        Samples.apply(store, Samples.SIMPLE);
        Files.writeString(home.resolve("resources/models/simple@1.yaml"), "[");
        reopen();

        assertThat(store.apply("card", Samples.bytes(Samples.SIMPLE)).outcome()).isEqualTo(Applied.Outcome.CREATED);
        reopen();

        assertThat(store.skipped()).isEmpty();
        assertThat(store.declared().models()).hasSize(1);
    }

    @Test
    void shouldNotMindWhatAKilledWriterLeft() throws IOException {
        var left = Files.writeString(home.resolve("resources/models/simple@1.yaml.new"), "apiVersion: tiel");

        reopen();
        assertThat(store.skipped()).isEmpty();
        Samples.apply(store, Samples.SIMPLE);

        assertThat(left).doesNotExist();
        assertThat(store.declared().models()).hasSize(1);
    }

    @Test
    void shouldChangeNothingIfTheDiskDoesNotTakeADocument() throws IOException {
        Samples.apply(store, Samples.SIMPLE);
        Files.delete(home.resolve("resources/deployments"));
        Files.writeString(home.resolve("resources/deployments"), "in the way");

        assertThatThrownBy(() -> store.apply("d", Samples.utf8(Samples.deployment("a", "simple@1"))))
                .isInstanceOf(NotStoredException.class)
                .hasMessageContaining("cannot write")
                .hasMessageContaining("a.yaml");
        assertThat(store.declared().deployments()).isEmpty();
    }

    @Test
    void shouldBeTheOnlyStoreOfItsHome() {
        assertThatThrownBy(() -> ResourceStore.open(home))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("another controller uses " + home);
    }

    @Test
    void shouldWarnOfWhatIsNotInForceAtAMoment() {
        Samples.applyAll(store);
        var declared = store.declared();

        assertThat(declared.warnings(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
        assertThat(declared.warnings(Instant.parse("2029-12-31T23:59:59Z"))).isEmpty();
        assertThat(declared.warnings(Instant.parse("2025-12-31T23:59:59Z")))
                .containsExactly("the policy bundle acme-eu version 1 is not in force before 2026-01-01T00:00:00Z:"
                        + " nothing may leave the node that asks");
        assertThat(declared.warnings(Instant.parse("2030-01-01T00:00:00Z")))
                .containsExactly(
                        "the site book of version 1 expired at 2030-01-01T00:00:00Z: every site counts as unknown",
                        "the policy bundle acme-eu version 1 expired at 2030-01-01T00:00:00Z:"
                                + " only public data without tags may leave, where policy permits that");
    }

    private void reopen() {
        store.close();
        store = ResourceStore.open(home);
    }
}
