package dev.tieline.devices.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.document.DocumentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static final ModelName MINILM = ModelName.of("minilm");
    private static final NodeAddress FRA = NodeAddress.of("eu-central/fra-1");
    private static final NodeAddress LYO = NodeAddress.of("eu-west/lyo-1");
    private static final String ROUTES = """
            apiVersion: tieline.dev/routes/v1
            generation: 4
            routes:
              minilm: [eu-central/fra-1, eu-west/lyo-1]
              vad.v5: [eu-west/lyo-1]
            """;

    @Test
    void shouldKeepTheOrderOfTheNodes() {
        var routes = Routes.read("routes.yaml", ROUTES);

        assertThat(routes.generation()).isEqualTo(4);
        assertThat(routes.models()).containsExactly(MINILM, ModelName.of("vad.v5"));
        assertThat(routes.forModel(MINILM)).containsExactly(FRA, LYO);
        assertThat(routes.forModel(ModelName.of("other"))).isEmpty();
    }

    @Test
    void shouldReadWhatItWrites() {
        var routes = Routes.read("routes.yaml", ROUTES);

        assertThat(Routes.read("json", routes.toJson())).isEqualTo(routes).hasSameHashCodeAs(routes);
    }

    @Test
    void shouldWriteAFixedForm() {
        assertThat(Routes.of(4, Map.of(MINILM, List.of(FRA, LYO))).toJson())
                .isEqualTo("{\"apiVersion\":\"tieline.dev/routes/v1\",\"generation\":4,"
                        + "\"routes\":{\"minilm\":[\"eu-central/fra-1\",\"eu-west/lyo-1\"]}}");
    }

    @Test
    void shouldBeSupersededOnlyByAHigherGeneration() {
        var older = Routes.of(3, Map.of());
        var newer = Routes.of(4, Map.of());

        assertThat(newer.supersede(older)).isTrue();
        assertThat(older.supersede(newer)).isFalse();
        assertThat(newer.supersede(newer)).isFalse();
        assertThat(older.supersede(Routes.none())).isTrue();
    }

    @Test
    void shouldNotChangeWithTheListItWasMadeOf() {
        var nodes = new ArrayList<>(List.of(FRA));
        var routes = Routes.of(1, Map.of(MINILM, nodes));

        nodes.add(LYO);

        assertThat(routes.forModel(MINILM)).containsExactly(FRA);
    }

    @Test
    void shouldReadTheRoutesOfTheDemo() {
        assertThat(Routes.read(Path.of("profiles/routes-demo.yaml")).forModel(MINILM))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generation: 4 | generation: -1 | routes.yaml:2: generation: needs an integer of 0 or more",
                "generation: 4 | generation: four | routes.yaml:2: generation: needs an integer",
                "eu-west/lyo-1] | eu-central/fra-1] | routes.yaml:4: routes.minilm[1]: the node eu-central/fra-1 stands",
                "eu-central/fra-1 | eu-central | routes.yaml:4: routes.minilm[0]: 'eu-central' is not a node address",
                "minilm: | mini/lm: | routes.yaml:4: routes.mini/lm: 'mini/lm' is not the name of a model",
                "routes/v1 | routes/v2 | routes.yaml:1: apiVersion: needs 'tieline.dev/routes/v1'",
                "routes: | paths: | routes.yaml:3: paths: unknown key 'paths'",
            })
    void shouldNameTheFaultOfRoutesThatAreNotValid(String right, String wrong, String message) {
        var text = ROUTES.replace(right, wrong);

        assertThatThrownBy(() -> Routes.read("routes.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldGuardWhatItIsMadeOf() {
        assertThatThrownBy(() -> Routes.of(0, Map.of())).hasMessageContaining("starts at 1");
        assertThatThrownBy(() -> Routes.of(1, Map.of(MINILM, List.of(FRA, FRA))))
                .hasMessageContaining("twice");
    }

    @Test
    void shouldSayWhatRequestsAreAtLeast() {
        var minilm = ModelName.of("minilm");
        var label = DataLabel.of(DataClass.PERSONAL, "health");
        var routes = Routes.of(3, Map.of(minilm, List.of(NodeAddress.of("a/b"))), Map.of(minilm, label));

        assertThat(routes.toJson())
                .endsWith(",\"labels\":{\"minilm\":{\"class\":\"personal\",\"tags\":[\"health\"]}}}");
        assertThat(Routes.read("routes", routes.toJson())).isEqualTo(routes);
        assertThat(routes.label(minilm)).isEqualTo(label);
        assertThat(routes.label(ModelName.of("other"))).isEqualTo(DataLabel.PUBLIC);
        assertThat(routes).isNotEqualTo(Routes.of(3, Map.of(minilm, List.of(NodeAddress.of("a/b")))));
    }

    @Test
    void shouldTellOfModelsThatHaveARouteOrALabel() {
        var labelled = ModelName.of("labelled");
        var routes = Routes.of(1, Map.of(MINILM, List.of(FRA)), Map.of(labelled, DataLabel.PUBLIC));

        var read = Routes.read("routes", routes.toJson());

        assertThat(read).isEqualTo(routes);
        assertThat(read.tells(MINILM)).isTrue();
        assertThat(read.tells(labelled)).as("public is a word, too").isTrue();
        assertThat(read.tells(ModelName.of("other"))).isFalse();
        assertThat(Routes.none().tells(MINILM)).isFalse();
    }
}
