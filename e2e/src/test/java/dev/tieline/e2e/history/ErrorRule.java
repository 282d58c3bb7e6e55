package dev.tieline.e2e.history;

import dev.tieline.e2e.history.Outcome.Refused;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Whether what broke explains an error, and whether the error says all that its caller needs. */
final class ErrorRule {
    /** The kinds of error that the state of a federation may cause at any time; beside those that need a reason. */
    private static final Set<String> OF_THE_FEDERATION =
            Set.of("overloaded", "warming", "unreachable", "deadline_exceeded", "model_not_ready");

    private static final Set<String> COME_AGAIN = Set.of("overloaded", "warming");

    private final Predicate<Question> denied;

    /** @param denied the questions that policy lets nobody answer */
    ErrorRule(Predicate<Question> denied) {
        this.denied = denied;
    }

    /** What is wrong with it, if anything. */
    Optional<String> trouble(Refused refused, Call call, Evidence evidence) {
        if (!explained(refused.code(), call, evidence)) {
            return Optional.of("nothing that broke explains the error " + refused.code());
        }
        if (refused.message().isBlank()) {
            return Optional.of("the error says nothing");
        }
        return COME_AGAIN.contains(refused.code()) && !refused.retryAfter()
                ? Optional.of("it is not said when to come again")
                : Optional.empty();
    }

    private boolean explained(String code, Call call, Evidence evidence) {
        return switch (code) {
            case "policy_denied" -> denied.test(call.question()) || toNewcomer(call, evidence);
            case "unknown_model" -> toNewcomer(call, evidence) || toStarting(call, evidence);
            default -> OF_THE_FEDERATION.contains(code);
        };
    }

    private static boolean toNewcomer(Call call, Evidence evidence) {
        return evidence.newcomers().stream().anyMatch(newcomer -> newcomer.touches(call));
    }

    private static boolean toStarting(Call call, Evidence evidence) {
        return evidence.outages().stream().anyMatch(outage -> outage.excuses(call));
    }
}
