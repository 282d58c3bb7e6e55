package dev.tieline.cloud.api;

import dev.tieline.cloud.catalog.ResourceStore;
import dev.tieline.cloud.decisions.DecisionDocument;
import dev.tieline.cloud.placement.PlacementDecision;
import dev.tieline.devices.NodeAddress;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import dev.tieline.policy.json.Json;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Answers where nodes are, what is placed on them, and why. */
final class FleetQuestions {
    static final String[] ROUTE_PARAMETERS = {"from", "model", "class", "tags", "purpose"};

    private static final int MOST_DECISIONS = 1_000;
    private static final int FEW_DECISIONS = 100;

    private final ResourceStore resources;
    private final World world;

    FleetQuestions(ResourceStore resources, World world) {
        this.resources = resources;
        this.world = world;
    }

    Answer nodes(Question question) {
        return Answer.json(JsonLists.list(
                "nodes",
                world.fleet().get().nodes().values().stream()
                        .map(NodeDocument::new)
                        .toList()));
    }

    Answer node(Question question) {
        var name = question.part("site") + "/" + question.part("node");
        var address = parse("the path", name, NodeAddress::of);
        var view = world.fleet().get();
        return view.find(address)
                .map(node -> Answer.json(new NodeDocument(node)))
                .orElseThrow(() -> ApiException.notFound("There is no node " + address + ". Known: "
                        + known(view.nodes().keySet())));
    }

    Answer placements(Question question) {
        return Answer.json(JsonLists.list(
                "placements",
                world.plan().get().decisions().values().stream()
                        .map(DecisionDocument::new)
                        .toList()));
    }

    Answer placement(Question question) {
        return Answer.json(new DecisionDocument(decision(question.part("name"))));
    }

    /** The decision, what was declared, and how it came about, newest first. */
    Answer whyPlacement(Question question) {
        var name = question.need("deployment");
        var decision = decision(name);
        var deployment = resources.declared().deployments().get(name);
        var history = world.decisions().newest(10, Optional.of(name));
        return Answer.json(json -> {
            json.writeStartObject();
            new DecisionDocument(decision).writeFields(json);
            json.writeFieldName("declared");
            if (deployment == null) {
                json.writeNull();
            } else {
                new DeploymentDocument(deployment).writeTo(json);
            }
            lines(history).writeTo(json);
            json.writeEndObject();
        });
    }

    Answer whyRoute(Question question) {
        var from = parse("from", question.need("from"), NodeAddress::of);
        var model = parse("model", question.need("model"), ModelName::of);
        var purpose = question.parameter("purpose").orElse(null);
        return Answer.json(new RouteDocument(world.routes().explain(from, model, label(question), purpose)));
    }

    Answer decisions(Question question) {
        var limit = question.parameter("limit").map(FleetQuestions::limit).orElse(FEW_DECISIONS);
        var lines = lines(world.decisions().newest(limit, question.parameter("deployment")));
        return Answer.json(json -> {
            json.writeStartObject();
            lines.writeTo(json);
            json.writeEndObject();
        });
    }

    Answer rejections(Question question) {
        return Answer.json(JsonLists.list(
                "rejections",
                world.rejections().all().stream().map(RejectionDocument::new).toList()));
    }

    private static Json.Writable lines(List<String> lines) {
        return json -> {
            json.writeArrayFieldStart("decisions");
            for (var line : lines) {
                json.writeRawValue(line);
            }
            json.writeEndArray();
        };
    }

    private PlacementDecision decision(String name) {
        var plan = world.plan().get();
        return plan.decision(name)
                .orElseThrow(() -> ApiException.notFound(
                        resources.declared().deployments().containsKey(name)
                                ? "The deployment " + name + " is declared, and nothing has been decided about it yet."
                                : "There is no deployment '" + name + "'. Decided about: "
                                        + known(plan.decisions().keySet())));
    }

    private static DataLabel label(Question question) {
        var word = question.parameter("class").orElse(DataClass.PUBLIC.word());
        var dataClass = DataClass.of(word);
        if (dataClass == DataClass.UNKNOWN) {
            throw ApiException.badRequest("class: unknown class '" + word + "'. Legal here: "
                    + String.join(
                            ", ",
                            Arrays.stream(DataClass.values())
                                    .filter(known -> known != DataClass.UNKNOWN)
                                    .map(DataClass::word)
                                    .toList()));
        }
        var tags = new TreeSet<String>();
        for (var tag : question.parameter("tags").orElse("").split(",", -1)) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        return new DataLabel(dataClass, tags);
    }

    private static int limit(String text) {
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_DECISIONS) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, with the value.
        }
        throw ApiException.badRequest(
                "limit needs an integer of 1 to " + MOST_DECISIONS + ", and this is '" + text + "'");
    }

    private static <T> T parse(String what, String text, Function<String, T> of) {
        try {
            return of.apply(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(what + ": " + e.getMessage());
        }
    }

    private static String known(Collection<?> names) {
        return names.isEmpty()
                ? "none"
                : String.join(
                                ", ",
                                names.stream().limit(20).map(Object::toString).toList())
                        + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : "");
    }
}
