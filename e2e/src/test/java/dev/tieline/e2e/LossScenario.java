package dev.tieline.e2e;

import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A program: a broker, a gateway and two regions, and callers of all classes of data. Prints what the callers met and
 * every broken promise, and exits with 0 only if there was none. {@link LossIT} runs it on a network that loses packets.
 */
final class LossScenario {
    /** The broker's, in a network of the scenario's own. */
    static final int BROKER_PORT = 1883;

    private static final int ROUNDS = 30;
    private static final Duration DEADLINE = Duration.ofSeconds(4);

    /** How much later than its deadline a call may end on a busy machine. */
    private static final Duration GUARD = Duration.ofSeconds(2);

    private static final String ROUTES = """
            apiVersion: tieline.dev/routes/v1
            generation: 1
            routes:
              %s: [us-east/va-1, eu-central/fra-1]
            """.formatted(Workplace.REGIONAL);

    /** Where each label may be served, by the policy of {@link Federation}. */
    private static final Map<DataLabel, List<String>> ALLOWED = Map.of(
            Requests.PUBLIC, List.of("us-east", "eu-central"),
            Requests.PERSONAL, List.of("eu-central"),
            Requests.HEALTH, List.of());

    private final List<String> broken = new ArrayList<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Workplace place = Workplace.make("loss-scenario");
    private final MosquittoProcess broker = new MosquittoProcess(place, BROKER_PORT);
    private final Node gateway = node("clinic-berlin/gw-1", "simple");
    private final Node frankfurt = node("eu-central/fra-1", Workplace.REGIONAL);
    private final Node virginia = node("us-east/va-1", Workplace.REGIONAL);

    /** A question and when it was asked. */
    private record Call(int number, DataLabel label, long start, CompletableFuture<Answer> answer) {}

    private LossScenario() {}

    /** Runs it; the exit code is 0, or 1 for broken promises and 2 for a scenario that could not be played. */
    public static void main(String[] arguments) {
        var scenario = new LossScenario();
        try {
            scenario.play();
            scenario.outcomes.forEach((outcome, times) -> System.out.println(outcome + ": " + times));
            scenario.broken.forEach(promise -> System.out.println("broken: " + promise));
        } catch (Exception | AssertionError e) {
            e.printStackTrace(System.out);
            end(scenario, 2);
        }
        end(scenario, scenario.broken.isEmpty() ? 0 : 1);
    }

    private static void end(LossScenario scenario, int code) {
        scenario.place.close();
        scenario.broker.close();
        System.exit(code);
    }

    private void play() throws Exception {
        broker.start();
        for (var node : List.of(gateway, frankfurt, virginia)) {
            node.launch();
        }
        for (var node : List.of(gateway, frankfurt, virginia)) {
            node.awaitReady();
        }
        try (var witness = new MqttClient(broker.address(), "witness", "tl/v1/+/work/+/+")) {
            for (var label : List.of(Requests.PUBLIC, Requests.PERSONAL)) {
                awaitAnswer(label);
            }
            for (int round = 0; round < ROUNDS; round++) {
                playRound(round);
            }
            check(witness);
        }
    }

    /** Each label twice at once. */
    private void playRound(int round) {
        var labels = List.copyOf(ALLOWED.keySet());
        var calls = IntStream.range(0, 2 * labels.size())
                .mapToObj(i -> call(round * 100 + i, labels.get(i % labels.size())))
                .toList();
        calls.forEach(this::check);
    }

    private Call call(int number, DataLabel label) {
        return new Call(number, label, System.nanoTime(), gateway.caller().asking(question(number), label));
    }

    private void check(Call call) {
        var answer = call.answer().join();
        var late = Duration.ofNanos(System.nanoTime() - call.start()).minus(DEADLINE);
        var who = "call " + call.number() + " with " + call.label() + ": ";
        if (late.compareTo(GUARD) > 0) {
            broken.add(who + "ended " + late.toMillis() + " ms after its deadline");
        }
        if (answer.served()) {
            if (!ALLOWED.getOrDefault(call.label(), List.of()).contains(String.valueOf(answer.site()))) {
                broken.add(who + "answered by " + answer.site());
            }
            int sum = answer.served(who).outputs().getFirst().ints()[0];
            if (sum != call.number() + 1) {
                broken.add(who + "answered " + sum);
            }
        }
        var outcome = answer.served() ? "answered by " + answer.site() : "refused with " + answer.status();
        outcomes.merge(call.label().dataClass().word() + " " + outcome, 1, Integer::sum);
    }

    /** What went through the broker, whatever the answers say. */
    private void check(MqttClient witness) {
        for (var order : witness.seen()) {
            var dataClass = order.user("tieline-class");
            var inEurope = order.topic().endsWith("/eu-central/fra-1");
            if (!dataClass.equals("public") && !(dataClass.equals("personal") && inEurope)) {
                broken.add("work of the class " + dataClass + " went to " + order.topic());
            }
        }
        for (var needed : List.of("personal answered by eu-central", "special refused with 403")) {
            if (!outcomes.containsKey(needed)) {
                broken.add("nothing was " + needed + ", so that nothing was shown");
            }
        }
    }

    private void awaitAnswer(DataLabel label) throws Exception {
        var unused = Eventually.find(
                "a first answer for " + label,
                () -> Optional.of(gateway.caller().ask(question(1), label)).filter(Answer::served));
    }

    private static InferenceRequest question(int number) {
        return Requests.simple(Workplace.REGIONAL, number, DEADLINE);
    }

    private Node node(String address, String models) {
        return new Node(
                place,
                address,
                "--broker=" + broker.address(),
                "--sites=" + place.write("sites.yaml", Federation.SITES),
                "--policy=" + place.write("policy.yaml", Federation.POLICY),
                "--routes=" + place.write("routes.yaml", ROUTES),
                "--models=" + models,
                "--slots=1");
    }
}
