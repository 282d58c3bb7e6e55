package dev.tieline.policy.guard;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import dev.tieline.policy.Hop;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A guard that CEL runs. */
record CelGuard(String text, boolean mentionsHop, Program program, GuardFacts facts) implements Guard {

    @Override
    public Truth test(PolicyRequest request, @Nullable Hop hop) {
        try {
            return program.eval(new Variables(facts, request, hop)) instanceof Boolean holds
                    ? Truth.of(holds)
                    : Truth.UNKNOWN;
        } catch (CelEvaluationException e) {
            return Truth.UNKNOWN;
        }
    }

    private record Variables(
            GuardFacts facts,
            PolicyRequest request,
            @Nullable Hop hop) implements CelVariableResolver {

        @Override
        public Optional<Object> find(String name) {
            return switch (name) {
                case "request" -> seen("tieline.Request", field -> facts.request(request, field));
                case "origin" -> seen("tieline.Origin", field -> facts.origin(request.origin(), field));
                case "hop" -> hop == null ? Optional.empty() : seen("tieline.Hop", field -> facts.hop(hop, field));
                default -> Optional.empty();
            };
        }

        private static Optional<Object> seen(
                String type, java.util.function.Function<String, @Nullable Object> fields) {
            return Optional.of(new SeenFields(type, fields));
        }
    }
}
