package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.twin.ModelStatus.Failed;
import dev.tieline.devices.twin.ModelStatus.Fetching;
import dev.tieline.devices.twin.ModelStatus.Loading;
import dev.tieline.devices.twin.ModelStatus.Pending;
import dev.tieline.devices.twin.ModelStatus.Ready;
import dev.tieline.devices.twin.ModelStatus.Unloading;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelRef;
import dev.tieline.policy.document.DocumentException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedStateTest {
    private static final Digest A = Digest.of("a".repeat(64));
    private static final Digest B = Digest.of("b".repeat(64));
    private static final HeldPolicy HELD =
            new HeldPolicy(3, List.of(new HeldPolicy.Bundle("acme-eu", 5), new HeldPolicy.Bundle("clinics", 2)), null);
    private static final ReportedState STATE = ReportedState.of(
            3,
            7,
            new Holdings(2, HELD, 9),
            Map.of(
                    ModelRef.of("a-pending@1"), new ReportedModel(A, false, new Pending()),
                    ModelRef.of("b-fetching@1"), new ReportedModel(A, false, new Fetching(1_024, 90_000_000)),
                    ModelRef.of("c-loading@1"), new ReportedModel(A, false, new Loading()),
                    ModelRef.of("d-ready@1"), new ReportedModel(B, true, new Ready()),
                    ModelRef.of("e-failed@1"), new ReportedModel(A, false, new Failed("the digest is wrong")),
                    ModelRef.of("f-unloading@1"), new ReportedModel(B, false, new Unloading())));

    @Test
    void shouldHoldItsWireForm() {
        assertThat(STATE.toJson()).isEqualTo(Golden.text("reported.json"));
        assertThat(ReportedState.read("reported", Golden.text("reported.json"))).isEqualTo(STATE);
    }

    @Test
    void shouldSayThatANodeKnowsNothing() {
        var state = ReportedState.of(1, 0, Holdings.NONE, Map.of());

        assertThat(ReportedState.read("reported", state.toJson())).isEqualTo(state);
        assertThat(state.toJson())
                .contains("\"knowledge\":{\"sites\":0,\"policy\":{\"generation\":0,\"bundles\":[]},\"routes\":0}");
    }

    @Test
    void shouldSayWhyANodeMayUseNoPolicy() {
        var held = new HeldPolicy(4, List.of(), "acme-eu version 5 and clinic version 1 do not fit together");
        var state = ReportedState.of(1, 0, new Holdings(2, held, 9), Map.of());

        assertThat(ReportedState.read("reported", state.toJson())).isEqualTo(state);
        assertThat(state.toJson())
                .contains("\"problem\":\"acme-eu version 5 and clinic version 1 do not fit together\"");
    }

    @Test
    void shouldSayWhyNothingLeavesWhateverTheBundlesSay() {
        var held = new HeldPolicy(4, List.of(new HeldPolicy.Bundle("ward", 7)), "there is none of the level platform");
        var state = ReportedState.of(1, 0, new Holdings(2, held, 9), Map.of());

        assertThat(ReportedState.read("reported", state.toJson())).isEqualTo(state);
    }

    @Test
    void shouldNotChangeWithTheMapItWasMadeOf() {
        var models = new HashMap<>(STATE.models());
        var state = ReportedState.of(1, 0, Holdings.NONE, models);

        models.clear();

        assertThat(state.models()).hasSize(6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldReadWhatItWrites(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++) {
            var state = TwinStates.reported(random);

            assertThat(ReportedState.read("reported", state.toJson()))
                    .as("seed %d, state %d", seed, i)
                    .isEqualTo(state);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "reported/v1 | reported/v2 | r:1: apiVersion: needs 'tieline.dev/reported/v1', and this is",
                "\"birth\":3 | \"birth\":0 | r:1: birth: needs a birth sequence of 1 or more, and this is 0",
                "\"birth\":3, | `` | r:1: needs the key 'birth', and it is missing",
                "\"birth\":3 | \"birth\":3,\"x\":1 | r:1: x: unknown key 'x'",
                "\"birth\":3 | \"birth\":3,\"birth\":4 | r:1: birth: the key 'birth' stands here twice",
                "\"observedGeneration\":7 | \"observedGeneration\":-1 | r:1: observedGeneration: needs an integer of 0 or",
                "\"sites\":2 | \"sites\":-2 | r:1: knowledge: versions and generations are 0 or more",
                "\"routes\":9 | \"routes\":-9 | r:1: knowledge: versions and generations are 0 or more",
                "\"version\":5 | \"version\":0 | r:1: knowledge.policy.bundles[0]: a version of the bundle acme-eu starts at 1",
                "\"id\":\"acme-eu\", | `` | r:1: knowledge.policy.bundles[0]: needs the key 'id', and it is missing",
                "acme-eu | acme/eu | r:1: knowledge.policy.bundles[0]: 'acme/eu' is not the id of a bundle",
                "\"generation\":3 | \"generation\":-3 | r:1: knowledge.policy: a generation of policies is 0 or more",
                "\"routes\":9 | \"routes\":9,\"x\":1 | r:1: knowledge.x: unknown key 'x'",
                "a-pending@1 | a-pending | r:1: models.a-pending: 'a-pending' is not a model reference",
                "sha256:bb | sha256:xb | r:1: models.d-ready@1.card: 'xb",
                "\"pinned\":true | \"pinned\":1 | r:1: models.d-ready@1.pinned: needs true or false, and this is '1'",
                "\"ready\" | \"READY\" | r:1: models.d-ready@1.status: unknown status 'READY'. Legal here: pending",
                "\"ready\" | \"ready\",\"reason\":\"x\" | r:1: models.d-ready@1.reason: unknown key 'reason'. Legal here:",
                "\"ready\" | \"fetching\" | r:1: models.d-ready@1: needs the key 'bytes', and it is missing",
                "\"ready\" | \"failed\" | r:1: models.d-ready@1: needs the key 'reason', and it is missing",
                "\"bytes\":1024 | \"bytes\":-1 | r:1: models.b-fetching@1: a download has 0 or more of its 1 or more",
                "\"bytes\":1024 | \"bytes\":90000001 | r:1: models.b-fetching@1: a download has 0 or more of its 1 or more",
                "\"total\":90000000 | \"total\":0 | r:1: models.b-fetching@1: a download has 0 or more of its 1 or more",
            })
    void shouldNameTheFaultOfAStateThatIsNotValid(String right, String wrong, String message) {
        var text = Golden.text("reported.json").replace(right, wrong);

        assertThatThrownBy(() -> ReportedState.read("r", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseMoreModelsThanANodeHolds() {
        var most = ReportedState.of(1, 0, Holdings.NONE, models(1_000)).toJson();
        var more = most.replace("\"models\":{", "\"models\":{\"x@1\":{},");

        assertThat(ReportedState.read("r", most).models()).hasSize(1_000);
        assertThatThrownBy(() -> ReportedState.read("r", more))
                .hasMessage("r:1: models: has 1001 models; the limit is 1000");
    }

    @Test
    void shouldGuardWhatItIsMadeOf() {
        assertThatThrownBy(() -> ReportedState.of(0, 0, Holdings.NONE, Map.of()))
                .hasMessageContaining("a birth sequence starts at 1");
        assertThatThrownBy(() -> ReportedState.of(1, -1, Holdings.NONE, Map.of()))
                .hasMessage("an observed generation is 0 or more, and this is -1");
        assertThatThrownBy(() -> ReportedState.of(1, 0, Holdings.NONE, models(1_001)))
                .hasMessage("has 1001 models; the limit is 1000");
        assertThatThrownBy(() -> new Holdings(-1, HeldPolicy.NONE, 0)).hasMessageContaining("sites -1, routes 0");
        assertThatThrownBy(() -> new HeldPolicy(-1, List.of(), null)).hasMessageContaining("0 or more, and this is -1");
    }

    @Test
    void shouldMakeOnePrintableLineOfAnyReason() {
        assertThat(new Failed(" disk\n\tfull\u0000\u007f\u2028now ").reason()).isEqualTo("disk full now");
        assertThat(new Failed("\n").reason()).isEqualTo("no reason was given");
        assertThat(new Failed("x".repeat(5_000)).reason()).hasSize(1_000);
        assertThat(new Failed("x".repeat(999) + "\uD83D\uDE00").reason()).isEqualTo("x".repeat(999));
    }

    private static Map<ModelRef, ReportedModel> models(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(
                        i -> ModelRef.of("m" + i + "@1"), i -> new ReportedModel(A, false, new Ready())));
    }
}
