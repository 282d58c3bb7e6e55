package dev.tieline.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tieline.launcher.TielineRun;
import dev.tieline.launcher.control.FakeController.Answer;
import org.junit.jupiter.api.Test;

class DeleteCommandTest {

    @Test
    void shouldSayWhatItHasTakenBack() throws Exception {
        try (var controller =
                new FakeController().answers("DELETE models/minilm@1", new Answer(204, "application/json", ""))) {
            var run = TielineRun.of("delete", "models", "minilm@1", "--controller", controller.address() + "/");

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("model minilm@1 deleted\n");
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void shouldSayInTheControllersWordsWhyItCannot() throws Exception {
        try (var controller = new FakeController()
                .answers("DELETE models/minilm@1", Answer.refused(409, "The deployment 'embeddings' uses it."))) {
            var run = TielineRun.of("delete", "model", "minilm@1", "--controller", controller.address());

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).isEqualTo("tieline: The deployment 'embeddings' uses it. (HTTP 409)\n");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatCannotBeTakenBack() {
        var run = TielineRun.of("delete", "sites", "clinic-berlin");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("sites cannot be deleted, only models and deployments can");
    }
}
